// Writes the gateway's HTTP answers: every one with its request id, every refusal closing the connection.

import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestId } from '../../shared/ids.ts';
import { type Denial, type DenialCode, denialCodes } from '../../shared/tunnel/denial.ts';
import { requestIdHeader } from '../../shared/tunnel/opening.ts';

/** The head of a `101` that switches to `protocol`. */
export function switchingHead(protocol: string, requestId: RequestId): string {
  return rawHead(101, [
    ['Upgrade', protocol],
    ['Connection', 'Upgrade'],
    [requestIdHeader, requestId],
  ]);
}

/** The head of a `200` to CONNECT: no body, no length. */
export function connectedHead(requestId: RequestId): string {
  return `HTTP/1.1 200 Connection Established\r\n${requestIdHeader}: ${requestId}\r\n\r\n`;
}

/** A whole refusal. `hint` helps a person who typed the request by hand. */
export function refusalAnswer(denial: Denial, hint?: string): string {
  const body = `${JSON.stringify(hint === undefined ? denial : { ...denial, hint })}\n`;
  return (
    rawHead(statusOf(denial.code), [
      ['Content-Type', 'application/json'],
      ['Content-Length', String(Buffer.byteLength(body))],
      ['Cache-Control', 'no-store'],
      ['Connection', 'close'],
      // Clients show nobody the body of a refused CONNECT; a header (RFC 9209) they do.
      ['Proxy-Status', `stile-gateway; details="${denial.code}"`],
      [requestIdHeader, denial.requestId],
    ]) + body
  );
}

/** A whole answer that closes; its fields say its length. */
export function rawAnswer(status: number, fields: readonly (readonly [string, string])[], body: string): string {
  return rawHead(status, [...fields, ['Connection', 'close']]) + body;
}

/** How long a refused client may take to read its answer, and how much of what it still sends is thrown away. */
const lingerMs = 2_000;
const lingerBytes = 256 * 1024;

/**
 * Sends a last answer, then closes. What the client goes on sending is read and dropped for a moment: closing a socket with
 * unread bytes resets it, and the answer would be lost.
 */
export function answerAndClose(socket: Duplex, answer: string, mostMs: number = lingerMs): void {
  let dropped = 0;
  const timer = setTimeout(() => socket.destroy(), mostMs);
  timer.unref();
  socket.removeAllListeners('data');
  socket.on('error', () => socket.destroy());
  socket.on('close', () => clearTimeout(timer));
  // A client that has said all it had to say still listens: it goes when the answer has.
  socket.on('end', () => {
    if (socket.writableFinished) socket.destroy();
    else socket.once('finish', () => socket.destroy());
  });
  socket.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > lingerBytes) socket.destroy();
  });
  socket.end(answer);
  socket.resume();
}

function statusOf(code: string): number {
  return isDenialCode(code) ? denialCodes[code].status : 403;
}

function isDenialCode(code: string): code is DenialCode {
  return code in denialCodes;
}

export function rawHead(status: number, headers: readonly (readonly [string, string])[]): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('\r\n')}\r\n\r\n`;
}
