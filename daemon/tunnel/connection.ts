// One tunnel connection: carries one stream after another, and speaks frames with the gateway.

import type { TLSSocket } from 'node:tls';
import { type Denial, denial } from '../../shared/tunnel/denial.ts';
import {
  controlFrame,
  FrameReader,
  type FrameType,
  frameHeader,
  frameType,
  largestStream,
} from '../../shared/tunnel/frame.ts';
import { type Opening, opened } from '../../shared/tunnel/opening.ts';

/** What a stream is told. After `denied`, `closed` or `finished` nothing more comes. */
export interface StreamEvents {
  opened(requestId: string): void;
  denied(why: Denial): void;
  /** A piece of the server's bytes; false asks to hold the rest back until `resume`. */
  data(piece: Uint8Array): boolean;
  /** The server has ended its direction. */
  fin(): void;
  /** Both directions have ended; the connection is free again. */
  finished(): void;
  /** The stream ended at once: with why, if the gateway said so. */
  closed(why: Denial | null): void;
  /** What was held back may be written again. */
  drain(): void;
}

export interface ConnectionEvents {
  /** Another session of this device was cut. */
  notice(why: Denial): void;
  /** The stream has ended and the connection can carry the next one. */
  idle(): void;
  dead(): void;
}

/** Larger chunks are sent as several frames; a chunk from a socket is at most 64 KiB. */
const framePayload = 32_768;

/**
 *   idle ──open──▶ busy ──both FINs, DENIED, CLOSE──▶ idle
 *     └── any byte that was not asked for, a lost connection ──▶ dead
 */
export class TunnelConnection {
  readonly #tls: TLSSocket;
  readonly #events: ConnectionEvents;
  readonly #reader: FrameReader;
  #stream: { readonly id: number; readonly events: StreamEvents; sentFin: boolean; gotFin: boolean } | null = null;
  #lastId = 0;
  #isDead = false;
  #pingSentAt: number | null = null;

  constructor(tls: TLSSocket, rest: Buffer, events: ConnectionEvents) {
    this.#tls = tls;
    this.#events = events;
    this.#reader = new FrameReader({
      control: (type, id, payload) => this.#control(type, id, payload),
      data: (id, piece) => this.#data(id, piece),
    });
    tls.on('data', (chunk: Buffer) => {
      if (this.#reader.read(chunk) !== null) this.destroy();
    });
    tls.on('drain', () => this.#stream?.events.drain());
    tls.on('error', () => undefined);
    tls.on('end', () => this.destroy());
    tls.on('close', () => this.#die());
    if (rest.length > 0) tls.unshift(rest);
    tls.resume();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Opens a stream: OPEN and the first application bytes leave in one write. Only when idle. */
  open(what: Opening, first: readonly Uint8Array[], hasEnded: boolean, events: StreamEvents): void {
    if (this.#stream !== null || this.#isDead) throw new TypeError('the connection is not idle');
    this.#lastId += 1;
    this.#stream = { id: this.#lastId, events, sentFin: false, gotFin: false };
    this.#tls.cork();
    this.#tls.write(controlFrame(frameType.open, this.#lastId, new TextEncoder().encode(JSON.stringify(what))));
    for (const chunk of first) this.write(chunk);
    if (hasEnded) this.finish();
    this.#tls.uncork();
  }

  /** Sends application bytes; false asks to wait for `drain`. */
  write(chunk: Uint8Array): boolean {
    const stream = this.#stream;
    if (stream === null || stream.sentFin) return true;
    let goesOn = true;
    this.#tls.cork();
    for (let at = 0; at < chunk.length; at += framePayload) {
      const piece = chunk.subarray(at, at + framePayload);
      this.#tls.write(frameHeader(frameType.data, stream.id, piece.length));
      goesOn = this.#tls.write(piece);
    }
    this.#tls.uncork();
    return goesOn;
  }

  /** Ends our direction of the stream. */
  finish(): void {
    const stream = this.#stream;
    if (stream === null || stream.sentFin) return;
    stream.sentFin = true;
    this.#tls.write(controlFrame(frameType.fin, stream.id));
    this.#endIfFinished();
  }

  /** Gives the connection back without having used it. */
  release(): void {
    if (this.#stream === null && !this.#isDead) this.#events.idle();
  }

  /** Reads on after `data` had asked to hold back. */
  resume(): void {
    this.#tls.resume();
  }

  /** Asks whether the gateway is still there. @param now monotonic milliseconds */
  ping(now: number): void {
    this.#pingSentAt = now;
    this.#tls.write(controlFrame(frameType.ping, 0));
  }

  /** For how long a ping has waited for its answer; null if none does. */
  unansweredMs(now: number): number | null {
    return this.#pingSentAt === null ? null : now - this.#pingSentAt;
  }

  /** Ends the connection and what it carries, at once. */
  destroy(): void {
    this.#tls.destroy();
    this.#die();
  }

  #control(type: FrameType, id: number, payload: Uint8Array): void {
    if (type === frameType.pong && this.#pingSentAt !== null) this.#pingSentAt = null;
    else if (type === frameType.notice && id === 0) this.#notice(payload);
    else if (this.#stream?.id === id) this.#streamControl(type, payload);
    else this.destroy();
  }

  #streamControl(type: FrameType, payload: Uint8Array): void {
    const stream = this.#stream;
    if (stream === null) return;
    if (type === frameType.opened) {
      const told = opened.safeParse(jsonOf(payload));
      if (told.success) stream.events.opened(told.data.requestId);
      else this.destroy();
    } else if (type === frameType.denied) {
      const why = denial.safeParse(jsonOf(payload));
      this.#leave();
      if (why.success) stream.events.denied(why.data);
      else stream.events.closed(null);
    } else if (type === frameType.close) {
      const why = denial.safeParse(jsonOf(payload));
      this.#leave();
      stream.events.closed(why.success ? why.data : null);
    } else if (type === frameType.fin && !stream.gotFin) {
      stream.gotFin = true;
      stream.events.fin();
      this.#endIfFinished();
    } else this.destroy();
  }

  #data(id: number, piece: Uint8Array): void {
    const stream = this.#stream;
    if (stream === null || stream.id !== id || stream.gotFin) this.destroy();
    else if (!stream.events.data(piece)) this.#tls.pause();
  }

  #notice(payload: Uint8Array): void {
    const why = denial.safeParse(jsonOf(payload));
    if (why.success) this.#events.notice(why.data);
  }

  #endIfFinished(): void {
    const stream = this.#stream;
    if (stream === null || !stream.sentFin || !stream.gotFin) return;
    this.#leave();
    stream.events.finished();
  }

  #leave(): void {
    this.#stream = null;
    this.#tls.resume();
    if (this.#lastId >= largestStream) this.destroy();
    else if (!this.#isDead) this.#events.idle();
  }

  #die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    const stream = this.#stream;
    this.#stream = null;
    this.#events.dead();
    stream?.events.closed(null);
  }
}

function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}
