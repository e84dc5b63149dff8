// Reads sockets into one buffer that all of them share: no allocation and no queue between the kernel and the taker.

import type { Socket } from 'node:net';

/** Every piece has this much room before it that its taker may overwrite: the header of a frame fits there. */
export const headroom = 6;

/** With a header before it, a whole read is four full TLS records. */
export const largestRead = 4 * 16_384 - headroom;

const room = Buffer.allocUnsafeSlow(headroom + largestRead).subarray(headroom);

/**
 * From now on every read goes to `take`, what was read before and is still queued first. A piece is valid until `take`
 * returns: whoever keeps it copies it. `pause`, `resume`, 'end' and 'close' are as ever; 'data' comes no more. After
 * `pause` a TLS socket still gives what it had read already, less than 64 KiB.
 */
export function readReusing(socket: Socket, take: (piece: Buffer) => void): void {
  for (let queued = socket.read(); queued instanceof Buffer; queued = socket.read()) copyIn(queued, take);
  if (!attach(socket, (length) => take(room.subarray(0, length))))
    socket.on('data', (chunk: Buffer) => copyIn(chunk, take));
}

function copyIn(chunk: Buffer, take: (piece: Buffer) => void): void {
  for (let at = 0; at < chunk.length; at += largestRead) take(room.subarray(0, chunk.copy(room, 0, at)));
}

/**
 * What the option `onread` of `net.connect` does, for sockets of any origin and at any time: accepted ones have no such
 * option, and ours have spoken HTTP before. False where this Node has it no longer under these names.
 */
function attach(socket: Socket, arrived: (length: number) => void): boolean {
  const handle: unknown = Reflect.get(socket, '_handle');
  const { buffer, callback } = isNamedIn(socket, names) ? names : namesIn(socket);
  names = { buffer, callback };
  if (buffer === undefined || callback === undefined || typeof handle !== 'object' || handle === null) return false;
  const use: unknown = Reflect.get(handle, 'useUserBuffer');
  if (typeof use !== 'function') return false;
  Reflect.set(socket, buffer, room);
  Reflect.set(socket, callback, arrived);
  Reflect.apply(use, handle, [room]);
  return true;
}

interface Names {
  readonly buffer: symbol | undefined;
  readonly callback: symbol | undefined;
}

/** All sockets have the same; looking through all that one has costs more than the rest. */
let names: Names = { buffer: undefined, callback: undefined };

function isNamedIn(socket: Socket, { buffer, callback }: Names): boolean {
  return buffer !== undefined && callback !== undefined && buffer in socket && callback in socket;
}

function namesIn(socket: Socket): Names {
  const all = Object.getOwnPropertySymbols(socket);
  const named = (name: string) => all.find((each) => each.description === name);
  return { buffer: named('kBuffer'), callback: named('kBufferCb') };
}
