// The frames of stile-tunnel/1: `type u8 · stream u24 · length u16`, big-endian, then the payload.

/**
 * Frame types. An unknown one closes the connection.
 *
 * Agent to gateway: OPEN (an `opening` as JSON; streams of a connection are numbered upwards from 1, one at a time), DATA,
 * FIN, CLOSE (empty: the local application is gone, the connection stays usable), PING.
 * Gateway to agent: OPENED (`opened` as JSON) or DENIED (a `denial` as JSON), DATA, FIN, CLOSE (a `denial`: the server is
 * gone, the connection stays usable), NOTICE (a `denial` on stream 0, about a session of another connection), PONG (what the
 * PING held). After DENIED or the gateway's CLOSE, frames of that stream that were on their way are ignored.
 */
export const frameType = {
  open: 1,
  opened: 2,
  denied: 3,
  data: 4,
  fin: 5,
  close: 6,
  notice: 7,
  ping: 8,
  pong: 9,
} as const;
export type FrameType = (typeof frameType)[keyof typeof frameType];

export const frameHeaderBytes = 6;

/** The largest payload of a DATA frame; several TLS records. */
export const largestPayload = 65_535;

/** The largest payload of any other frame. */
export const largestControlPayload = 8_192;

export const largestStream = 0xff_ff_ff;

/** Whom a reader tells what it reads. DATA comes in pieces as they arrive, never copied and never collected. */
export interface FrameSink {
  /** A whole frame of any type but DATA. */
  control(type: FrameType, stream: number, payload: Uint8Array): void;
  /** A piece of a DATA frame's payload: a view into the chunk that was read; an empty frame is told as one empty piece. */
  data(stream: number, piece: Uint8Array): void;
}

/** Why a reader gave up; the connection is to be closed. */
export type FrameFault =
  | { readonly kind: 'unknown-type'; readonly type: number }
  | { readonly kind: 'too-large'; readonly length: number };

/** Writes a frame's header. @throws RangeError for numbers that do not fit (a bug of the caller) */
export function frameHeader(type: FrameType, stream: number, length: number): Uint8Array {
  const header = new Uint8Array(frameHeaderBytes);
  writeFrameHeader(header, 0, type, stream, length);
  return header;
}

/** Writes a frame's header at `offset` of a buffer that the caller reuses. */
export function writeFrameHeader(
  into: Uint8Array,
  offset: number,
  type: FrameType,
  stream: number,
  length: number,
): void {
  if (stream < 0 || stream > largestStream || length < 0 || length > largestPayload)
    throw new RangeError('frame header out of range');
  into[offset] = type;
  into[offset + 1] = stream >>> 16;
  into[offset + 2] = (stream >>> 8) & 0xff;
  into[offset + 3] = stream & 0xff;
  into[offset + 4] = length >>> 8;
  into[offset + 5] = length & 0xff;
}

/** A whole frame with a small payload. */
export function controlFrame(type: FrameType, stream: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  const frame = new Uint8Array(frameHeaderBytes + payload.length);
  writeFrameHeader(frame, 0, type, stream, payload.length);
  frame.set(payload, frameHeaderBytes);
  return frame;
}

/** DATA frames that hold these bytes, header and payload by turns. */
export function dataFrames(stream: number, pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += largestPayload) {
      const payload = piece.subarray(at, at + largestPayload);
      frames.push(frameHeader(frameType.data, stream, payload.length), payload);
    }
  }
  return frames;
}

/** Reads frames out of a byte stream cut anywhere. One per direction of a connection. */
export class FrameReader {
  readonly #sink: FrameSink;
  readonly #header = new Uint8Array(frameHeaderBytes);
  #headerFilled = 0;
  #type: FrameType = frameType.ping;
  #stream = 0;
  /** Payload bytes of the current frame still to come. */
  #left = 0;
  /** Where a control frame's payload is collected; null while reading DATA or a header. */
  #control: Uint8Array | null = null;
  #fault: FrameFault | null = null;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Reads one chunk and tells the sink. Returns the fault that ended the stream, or null; after a fault nothing is read. */
  read(chunk: Uint8Array): FrameFault | null {
    let at = 0;
    while (this.#fault === null && (at < chunk.length || this.#isEmptyFrame())) {
      at = this.#left > 0 || this.#isEmptyFrame() ? this.#readPayload(chunk, at) : this.#readHeader(chunk, at);
    }
    return this.#fault;
  }

  /** True between frames: a connection that ends elsewhere was cut off. */
  get atBoundary(): boolean {
    return this.#headerFilled === 0 && this.#left === 0;
  }

  #isEmptyFrame(): boolean {
    return this.#headerFilled === frameHeaderBytes && this.#left === 0;
  }

  #readHeader(chunk: Uint8Array, from: number): number {
    const header = this.#header;
    let at = from;
    while (at < chunk.length && this.#headerFilled < frameHeaderBytes) {
      header[this.#headerFilled] = chunk[at] ?? 0;
      this.#headerFilled += 1;
      at += 1;
    }
    if (this.#headerFilled === frameHeaderBytes) this.#beginFrame();
    return at;
  }

  #beginFrame(): void {
    const header = this.#header;
    const type = header[0] ?? 0;
    const length = ((header[4] ?? 0) << 8) | (header[5] ?? 0);
    if (!isFrameType(type)) this.#fault = { kind: 'unknown-type', type };
    else if (type !== frameType.data && length > largestControlPayload) this.#fault = { kind: 'too-large', length };
    else {
      this.#type = type;
      this.#stream = ((header[1] ?? 0) << 16) | ((header[2] ?? 0) << 8) | (header[3] ?? 0);
      this.#left = length;
      this.#control = type === frameType.data ? null : new Uint8Array(length);
    }
  }

  #readPayload(chunk: Uint8Array, from: number): number {
    const take = Math.min(this.#left, chunk.length - from);
    const piece = chunk.subarray(from, from + take);
    const control = this.#control;
    if (control !== null) control.set(piece, control.length - this.#left);
    this.#left -= take;
    const ended = this.#left === 0;
    if (ended) this.#headerFilled = 0;
    if (control === null && (take > 0 || ended)) this.#sink.data(this.#stream, piece);
    else if (control !== null && ended) this.#sink.control(this.#type, this.#stream, control);
    return from + take;
  }
}

function isFrameType(value: number): value is FrameType {
  return value >= frameType.open && value <= frameType.pong;
}
