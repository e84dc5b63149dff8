// Sends what was read from a socket as a DATA frame, without copying it.

import type { TLSSocket } from 'node:tls';
import { frameType, writeFrameHeader } from '../../tunnel/frame.ts';
import { headroom } from './reused-reads.ts';

/**
 * The header is written into the room before the piece, so that both are one write. The piece may be overwritten when this
 * returns. False: nothing more should come until 'drain'.
 */
export function sendData(tls: TLSSocket, stream: number, piece: Buffer): boolean {
  const frame = Buffer.from(piece.buffer, piece.byteOffset - headroom, headroom + piece.length);
  writeFrameHeader(frame, 0, frameType.data, stream, piece.length);
  return sendNow(tls, frame);
}

/**
 * Writes bytes that may be overwritten when this returns: a TLS socket encrypts a write before it returns, unless another
 * one is under way. False: nothing more should come until 'drain'.
 */
export function sendNow(tls: TLSSocket, bytes: Buffer): boolean {
  tls.write(tls.writableLength === 0 ? bytes : Buffer.from(bytes));
  return !tls.writableNeedDrain;
}
