// Cuts a byte stream into JSON values: a 4-byte big-endian length, then that many bytes of UTF-8 JSON.

/** Limit of a request; a frame that announces more is refused before anything is kept. Bytes. */
export const largestRequest = 1024 * 1024;

/** Limit of an answer or an event, which come from a program that the reader has verified. Bytes. */
export const largestAnswer = 16 * 1024 * 1024;

/** Why a stream cannot be read further; the connection is to be closed. */
export type FrameFault =
  | { readonly kind: 'too-large'; readonly announced: number; readonly limit: number }
  | { readonly kind: 'not-json' };

/** The values that a chunk completed, in order; `fault` if the stream ended its usefulness after them. */
export interface FrameOutcome {
  readonly values: readonly unknown[];
  readonly fault: FrameFault | null;
}

const headerBytes = 4;
const firstRoom = 4_096;

/** One value as a frame. The sender checks the length against the reader's limit. */
export function encodeFrame(value: unknown): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify(value));
  const frame = new Uint8Array(headerBytes + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, headerBytes);
  return frame;
}

/** Reads frames from chunks cut anywhere. One per direction of a connection; useless after a fault. */
export class FrameDecoder {
  readonly #limit: number;
  readonly #header = new Uint8Array(headerBytes);
  #headerFilled = 0;
  #length = 0;
  /** Grows with what arrives, so that an announcement alone costs nothing. */
  #body = new Uint8Array(0);
  #filled = 0;
  #fault: FrameFault | null = null;

  constructor(limit: number = largestRequest) {
    this.#limit = limit;
  }

  read(chunk: Uint8Array): FrameOutcome {
    const values: unknown[] = [];
    let at = 0;
    while (this.#fault === null && at < chunk.length) {
      at = this.#headerFilled < headerBytes ? this.#readHeader(chunk, at) : this.#readBody(chunk, at, values);
    }
    return { values, fault: this.#fault };
  }

  /** True between frames: a stream that ends elsewhere was cut off. */
  get atBoundary(): boolean {
    return this.#headerFilled === 0;
  }

  #readHeader(chunk: Uint8Array, from: number): number {
    const take = Math.min(headerBytes - this.#headerFilled, chunk.length - from);
    this.#header.set(chunk.subarray(from, from + take), this.#headerFilled);
    this.#headerFilled += take;
    if (this.#headerFilled === headerBytes) this.#beginBody();
    return from + take;
  }

  #beginBody(): void {
    this.#length = new DataView(this.#header.buffer).getUint32(0);
    this.#filled = 0;
    // An empty frame holds no JSON value.
    if (this.#length === 0) this.#fault = { kind: 'not-json' };
    else if (this.#length > this.#limit)
      this.#fault = { kind: 'too-large', announced: this.#length, limit: this.#limit };
    else this.#body = new Uint8Array(Math.min(this.#length, firstRoom));
  }

  #readBody(chunk: Uint8Array, from: number, values: unknown[]): number {
    const take = Math.min(this.#length - this.#filled, chunk.length - from);
    this.#makeRoom(this.#filled + take);
    this.#body.set(chunk.subarray(from, from + take), this.#filled);
    this.#filled += take;
    if (this.#filled === this.#length) this.#finish(values);
    return from + take;
  }

  #makeRoom(needed: number): void {
    if (needed <= this.#body.length) return;
    const grown = new Uint8Array(Math.min(this.#length, Math.max(needed, this.#body.length * 2)));
    grown.set(this.#body.subarray(0, this.#filled));
    this.#body = grown;
  }

  #finish(values: unknown[]): void {
    try {
      values.push(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(this.#body.subarray(0, this.#length))));
    } catch {
      this.#fault = { kind: 'not-json' };
    }
    this.#headerFilled = 0;
    this.#body = new Uint8Array(0);
  }
}
