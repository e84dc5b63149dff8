// The user's own picture as a `data:` address: a small PNG or JPEG that is really one, or none.

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** The contract takes 400,000 letters; in base64 that is not quite 300 kB. */
const mostBytes = 262_144;

/** The first of the places that holds a picture that can be shown. */
export async function avatarFrom(places: readonly string[]): Promise<string | null> {
  for (const place of places) {
    const bytes = await smallFile(place);
    const type = bytes === null ? null : pictureType(bytes);
    if (bytes !== null && type !== null) return `data:${type};base64,${bytes.toString('base64')}`;
  }
  return null;
}

/** By what it begins with: a name says nothing. SVG is none of them, since it can hold script. */
export function pictureType(bytes: Uint8Array): 'image/png' | 'image/jpeg' | null {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const jpeg = [0xff, 0xd8, 0xff];
  const begins = (magic: readonly number[]) => magic.every((byte, at) => bytes[at] === byte);
  if (begins(png)) return 'image/png';
  return begins(jpeg) ? 'image/jpeg' : null;
}

/** Null for what is no regular file, too large, or not there. Without waiting: a pipe would never answer. */
async function smallFile(place: string): Promise<Buffer | null> {
  try {
    await using file = await open(place, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const { size } = await file.stat().then((found) => (found.isFile() ? found : { size: 0 }));
    if (size === 0 || size > mostBytes) return null;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return null;
  }
}
