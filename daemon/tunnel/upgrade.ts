// Asks for stile-tunnel/1 on a fresh connection and reads the answer's head; pure.

import { type Denial, denial } from '../../shared/tunnel/denial.ts';
import { tunnelPath, tunnelProtocol } from '../../shared/tunnel/opening.ts';

/** The request, whole. */
export function upgradeRequest(serverName: string): string {
  return [
    `GET ${tunnelPath} HTTP/1.1`,
    `Host: ${serverName}`,
    'Connection: Upgrade',
    `Upgrade: ${tunnelProtocol}`,
    'User-Agent: Stile',
    '\r\n',
  ].join('\r\n');
}

export type UpgradeAnswer =
  | { readonly kind: 'more' }
  /** Frames begin; `rest` are bytes of theirs that came with the head. */
  | { readonly kind: 'ready'; readonly rest: Buffer }
  | { readonly kind: 'refused'; readonly status: number; readonly denial: Denial | null }
  | { readonly kind: 'malformed' };

const largestAnswer = 32 * 1024;

/** Reads what has come so far; `hasEnded` when nothing more will. */
export function readUpgradeAnswer(bytes: Buffer, hasEnded: boolean): UpgradeAnswer {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return hasEnded || bytes.length > largestAnswer ? { kind: 'malformed' } : { kind: 'more' };
  const [statusLine = '', ...fields] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})(?: |$)/.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) return { kind: 'malformed' };
  const headers = new Map(fields.map(field));
  const body = bytes.subarray(headEnd + 4);
  if (status === 101)
    return headers.get('upgrade') === tunnelProtocol ? { kind: 'ready', rest: body } : { kind: 'malformed' };
  const length = Number(headers.get('content-length') ?? '0');
  if (body.length < length && !hasEnded && body.length <= largestAnswer) return { kind: 'more' };
  return { kind: 'refused', status, denial: denialIn(body.subarray(0, length)) };
}

function field(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function denialIn(body: Buffer): Denial | null {
  try {
    return denial.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}
