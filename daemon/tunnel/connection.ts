// One connection to a gateway that speaks stile-tunnel/1: frames in both directions, one active stream at a time.

import type { TLSSocket } from 'node:tls';
import { sendData } from '../../shared/node/sockets/data-frames.ts';
import { readReusing } from '../../shared/node/sockets/reused-reads.ts';
import { controlJson } from '../../shared/tunnel/control-json.ts';
import { type Denial, denial } from '../../shared/tunnel/denial.ts';
import {
  controlFrame,
  dataFrames,
  FrameReader,
  type FrameType,
  frameType,
  largestStream,
} from '../../shared/tunnel/frame.ts';
import { type Opened, type Opening, opened } from '../../shared/tunnel/opening.ts';
import { Heartbeat } from './heartbeat.ts';

/** What a stream hears of its connection. After `denied`, `closed` and `lost` it hears nothing more. */
export interface StreamSink {
  opened(told: Opened): void;
  denied(why: Denial): void;
  /** A view that is overwritten when this returns. */
  data(piece: Uint8Array): void;
  /** The read of this length that the last pieces came from is done. */
  readEnded(length: number): void;
  /** The server has finished. */
  finished(): void;
  /** The stream ended at once; the connection goes on. */
  closed(why: Denial | null): void;
  /** More may be written. */
  drained(): void;
  /** The connection is gone. */
  lost(): void;
}

export interface ConnectionEvents {
  /** Free for the next stream. */
  idle(connection: TunnelConnection): void;
  gone(connection: TunnelConnection): void;
  notice(why: Denial): void;
}

const text = new TextEncoder();

/**
 *   idle ──open──▶ carrying ──finish, DENIED, CLOSE──▶ idle
 *    └──destroy, a byte nobody asked for, no PONG──▶ gone
 */
export class TunnelConnection {
  readonly #tls: TLSSocket;
  readonly #events: ConnectionEvents;
  readonly #reader: FrameReader;
  readonly #heartbeat: Heartbeat;
  #active: StreamSink | null = null;
  #lastStream = 0;
  #isAbandoned = false;
  #ended = false;

  /** Takes over a socket whose `101` was read; `early` came behind it. */
  constructor(tls: TLSSocket, early: Uint8Array, events: ConnectionEvents) {
    this.#tls = tls;
    this.#events = events;
    this.#heartbeat = new Heartbeat({
      ping: () => this.#send(frameType.ping, 0),
      missed: () => this.destroy(),
    });
    this.#reader = new FrameReader({
      control: (type, stream, payload) => this.#control(type, stream, payload),
      data: (stream, piece) => {
        if (tls.destroyed) return;
        if (this.#active !== null && stream === this.#lastStream) this.#active.data(piece);
        else this.destroy();
      },
    });
    tls.on('drain', () => this.#active?.drained());
    tls.on('end', () => this.destroy());
    tls.on('close', () => this.#gone());
    this.#read(early);
    readReusing(tls, (chunk) => this.#read(chunk));
    this.#heartbeat.start();
    tls.resume();
  }

  /** True while it can take a stream. */
  get isFree(): boolean {
    return this.#active === null && !this.#tls.destroyed && this.#lastStream < largestStream;
  }

  /** True if it ended because this side had no more use for it. */
  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  get isGone(): boolean {
    return this.#tls.destroyed;
  }

  /** Sends OPEN and the first bytes in one write. Only on a free connection. */
  open(sink: StreamSink, asked: Opening, first: readonly Uint8Array[], finished: boolean): void {
    if (!this.isFree) throw new TypeError('the connection is not free');
    this.#heartbeat.stop();
    this.#active = sink;
    this.#lastStream += 1;
    this.#tls.write(
      Buffer.concat([
        controlFrame(frameType.open, this.#lastStream, text.encode(JSON.stringify(asked))),
        ...dataFrames(this.#lastStream, first),
        ...(finished ? [controlFrame(frameType.fin, this.#lastStream)] : []),
      ]),
    );
  }

  /** Sends a piece just read from the local socket; false when the local end is to wait for `drained`. */
  write(piece: Buffer): boolean {
    return sendData(this.#tls, this.#lastStream, piece);
  }

  /** Says that the local end has finished. */
  sayFinished(): void {
    this.#send(frameType.fin, this.#lastStream);
  }

  /** Both ends of the stream have finished: the connection is free. */
  finish(): void {
    this.#release();
  }

  pause(): void {
    this.#tls.pause();
  }

  resume(): void {
    this.#tls.resume();
  }

  /** Sends a PING now if idle: finds out whether the network is still there. */
  probe(): void {
    if (this.#active === null) this.#heartbeat.beat();
  }

  /** Ends it although the gateway did nothing wrong. */
  abandon(): void {
    this.#isAbandoned = true;
    this.destroy();
  }

  destroy(): void {
    this.#tls.destroy();
    this.#gone();
  }

  #read(chunk: Uint8Array): void {
    if (this.#reader.read(chunk) === null) this.#active?.readEnded(chunk.length);
    else this.destroy();
  }

  #control(type: FrameType, stream: number, payload: Uint8Array): void {
    if (this.#tls.destroyed) return;
    const active = this.#active;
    if (type === frameType.notice) this.#notice(payload);
    else if (type === frameType.pong && this.#heartbeat.answered()) return;
    else if (type === frameType.ping) this.#send(frameType.pong, stream, payload);
    // The server's reset may overtake our FIN: the stream is over on this side already.
    else if (type === frameType.close && active === null && stream === this.#lastStream) return;
    else if (type === frameType.close && stream < this.#lastStream && stream > 0) return;
    else if (active === null || stream !== this.#lastStream) this.destroy();
    else this.#toStream(active, type, payload);
  }

  #toStream(active: StreamSink, type: FrameType, payload: Uint8Array): void {
    if (type === frameType.fin) active.finished();
    else if (type === frameType.opened) {
      const told = opened.safeParse(controlJson(payload));
      if (told.success) active.opened(told.data);
      else this.destroy();
    } else if (type === frameType.close || type === frameType.denied) this.#refused(active, type, payload);
    else this.destroy();
  }

  #refused(active: StreamSink, type: FrameType, payload: Uint8Array): void {
    const why = denial.safeParse(controlJson(payload));
    if (type === frameType.close) {
      this.#release();
      active.closed(why.data ?? null);
    } else if (why.success) {
      this.#release();
      active.denied(why.data);
    } else this.destroy();
  }

  #notice(payload: Uint8Array): void {
    const why = denial.safeParse(controlJson(payload));
    if (why.success) this.#events.notice(why.data);
    else this.destroy();
  }

  #send(type: FrameType, stream: number, payload?: Uint8Array): void {
    if (!this.#tls.destroyed) this.#tls.write(controlFrame(type, stream, payload));
  }

  #release(): void {
    this.#active = null;
    if (this.#tls.destroyed) return;
    this.#tls.resume();
    this.#heartbeat.start();
    this.#events.idle(this);
  }

  #gone(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#heartbeat.end();
    const active = this.#active;
    this.#active = null;
    active?.lost();
    this.#events.gone(this);
  }
}
