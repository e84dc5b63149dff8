// `nativeImage`: a picture as bytes; it is kept and told, never drawn.

import { readFileSync } from 'node:fs';
import { covered } from './covered.ts';

const empty = Buffer.alloc(0);

/** A picture of which the bytes of a PNG are known. */
export function pictureOf(png: Buffer, size: Electron.Size = sizeOf(png)): Electron.NativeImage {
  let isTemplate = false;
  return covered<Electron.NativeImage>('nativeImage', {
    isEmpty: () => png.length === 0,
    toPNG: () => png,
    toDataURL: () => `data:image/png;base64,${png.toString('base64')}`,
    getSize: () => size,
    getAspectRatio: () => (size.height === 0 ? 1 : size.width / size.height),
    setTemplateImage: (option) => {
      isTemplate = option;
    },
    isTemplateImage: () => isTemplate,
    addRepresentation: () => undefined,
    resize: () => pictureOf(png, size),
  });
}

export const nativeImage = {
  createEmpty: () => pictureOf(empty),
  createFromBuffer: (buffer) => pictureOf(buffer),
  createFromBitmap: (_bitmap, { width, height }) => pictureOf(empty, { width, height }),
  createFromDataURL: (url) => pictureOf(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
  createFromPath: (file) => pictureOf(fileOrNothing(file)),
} satisfies Partial<typeof Electron.nativeImage>;

function fileOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return empty;
  }
}

/** Where every PNG says it. */
function sizeOf(png: Buffer): Electron.Size {
  if (png.length < 24) return { width: 0, height: 0 };
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
