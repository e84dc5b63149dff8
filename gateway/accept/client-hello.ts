// Reads from the first bytes of a TLS connection which name the client asks for.

export type ClientHello =
  | { readonly kind: 'incomplete' }
  /** No ClientHello, or one that is not well-formed: OpenSSL will say so to the client. */
  | { readonly kind: 'unreadable' }
  /** Null: it asks for no name. Lower case is not assured. */
  | { readonly kind: 'hello'; readonly serverName: string | null };

/** Clients with post-quantum keys send about 2 KiB. A longer hello is not waited for. */
export const largestHello = 16 * 1024;

const recordHeader = 5;
const handshakeRecord = 22;
const clientHello = 1;
const serverNameExtension = 0;
const hostName = 0;

/** @param bytes everything that has come so far; a hello may be spread over several records (RFC 8446 section 5.1) */
export function readClientHello(bytes: Buffer): ClientHello {
  if (bytes.length > 0 && bytes[0] !== handshakeRecord) return { kind: 'unreadable' };
  const message = handshakeBytes(bytes);
  if (message === null) return { kind: 'unreadable' };
  if (message.length < 4) return { kind: 'incomplete' };
  if (message[0] !== clientHello) return { kind: 'unreadable' };
  const length = message.readUIntBE(1, 3);
  if (length > largestHello) return { kind: 'unreadable' };
  if (message.length < 4 + length) return { kind: 'incomplete' };
  try {
    return { kind: 'hello', serverName: serverNameOf(new Reader(message.subarray(4, 4 + length))) };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** The contents of all handshake records that are there, whole or in part; null if there is another kind of record. */
function handshakeBytes(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at + recordHeader <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 3);
    if (bytes[at] !== handshakeRecord || bytes[at + 1] !== 3 || length === 0 || length > 16_384) return null;
    parts.push(bytes.subarray(at + recordHeader, at + recordHeader + length));
    at += recordHeader + length;
  }
  return Buffer.concat(parts);
}

/** RFC 8446 section 4.1.2, RFC 6066 section 3. @throws RangeError if it is not well-formed */
function serverNameOf(hello: Reader): string | null {
  hello.take(2 + 32);
  hello.take(hello.number(1));
  hello.take(hello.number(2));
  hello.take(hello.number(1));
  if (hello.isAtEnd) return null;
  const extensions = new Reader(hello.take(hello.number(2)));
  let found: string | null = null;
  while (!extensions.isAtEnd) {
    const type = extensions.number(2);
    const content = extensions.take(extensions.number(2));
    if (type !== serverNameExtension) continue;
    if (found !== null) throw new RangeError('two server names');
    const list = new Reader(new Reader(content).vector());
    if (list.number(1) !== hostName) throw new RangeError('no host name');
    found = list.take(list.number(2)).toString('latin1');
    if (!list.isAtEnd || found === '') throw new RangeError('not one host name');
  }
  return found;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  number(bytes: 1 | 2): number {
    return this.take(bytes).readUIntBE(0, bytes);
  }

  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new RangeError('the end comes too early');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A vector of two bytes' length that is all there is. */
  vector(): Buffer {
    const content = this.take(this.number(2));
    if (!this.isAtEnd) throw new RangeError('more than a vector');
    return content;
  }
}
