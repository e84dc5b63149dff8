// Reads the head of a gateway's answer to the Upgrade; pure.

/** The largest head that is read. Bytes. */
export const largestHead = 16_384;

export type AnswerHead =
  /** More bytes are needed. */
  | { readonly kind: 'partial' }
  /** `length` is where the body, or what follows a `101`, begins. */
  | {
      readonly kind: 'whole';
      readonly status: number;
      readonly headers: ReadonlyMap<string, string>;
      readonly length: number;
    }
  | { readonly kind: 'invalid'; readonly why: 'too-large' | 'malformed' };

const statusLine = /^HTTP\/1\.1 ([1-5][0-9]{2})(?: [^\r\n]*)?$/;
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;

/** Reads what has come so far (RFC 9112). Header names are lower case; a repeated header or a folded line is malformed. */
export function readAnswerHead(bytes: Uint8Array): AnswerHead {
  const end = endOfHead(bytes);
  if (end === -1) return bytes.length >= largestHead ? { kind: 'invalid', why: 'too-large' } : { kind: 'partial' };
  if (end > largestHead) return { kind: 'invalid', why: 'too-large' };
  const [first = '', ...lines] = latin1(bytes.subarray(0, end - 4)).split('\r\n');
  const status = statusLine.exec(first)?.[1];
  if (status === undefined) return { kind: 'invalid', why: 'malformed' };
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = headerLine.exec(line) ?? [];
    if (name === undefined || value === undefined || headers.has(name.toLowerCase()))
      return { kind: 'invalid', why: 'malformed' };
    headers.set(name.toLowerCase(), value);
  }
  return { kind: 'whole', status: Number(status), headers, length: end };
}

/** Where the empty line has ended, or -1. */
function endOfHead(bytes: Uint8Array): number {
  for (let at = 3; at < bytes.length && at < largestHead + 4; at += 1) {
    if (bytes[at] === 10 && bytes[at - 1] === 13 && bytes[at - 2] === 10 && bytes[at - 3] === 13) return at + 1;
  }
  return -1;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
