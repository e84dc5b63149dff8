// Joins a local connection with a tunnel connection: bytes, ends and resets both ways.

import type { Socket } from 'node:net';
import { GatheredWrites } from '../../shared/node/sockets/gathered-writes.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import { readReusing } from '../../shared/node/sockets/reused-reads.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import { earlyDataLimit, type Opened, type Opening } from '../../shared/tunnel/opening.ts';
import type { StreamSink, TunnelConnection } from './connection.ts';

export interface LocalStreamEvents {
  opened(told: Opened): void;
  /** CLOSE came with a reason. */
  closedFor(why: Denial): void;
  /** The local socket is closed. */
  ended(): void;
}

/** What became of an OPEN: `over`: answered, or beyond repair. */
export type OpenOutcome = { readonly kind: 'over' } | { readonly kind: 'denied'; readonly why: Denial };

interface Carried {
  readonly kind: 'carried';
  readonly connection: TunnelConnection;
  localOpen: boolean;
  serverOpen: boolean;
}

/**
 *   holding ──attach──▶ carried ──both ends finished, reset──▶ done
 *      ▲───────DENIED──────┘
 *
 * While holding, up to 64 KiB of the client's bytes are kept for the write that carries OPEN.
 */
type Phase = { readonly kind: 'holding' } | Carried | { readonly kind: 'done' };

export class LocalStream implements StreamSink {
  readonly #local: Socket;
  readonly #toLocal: GatheredWrites;
  readonly #events: LocalStreamEvents;
  #phase: Phase = { kind: 'holding' };
  /** The client's bytes that no server can have seen; null once one may have, or when they are too many. */
  #first: Uint8Array[] | null = [];
  #firstBytes = 0;
  #localFinished = false;
  #settle: ((outcome: OpenOutcome) => void) | null = null;

  /** Takes over a paused local socket, and begins to read it. */
  constructor(local: Socket, events: LocalStreamEvents) {
    this.#local = local;
    this.#events = events;
    this.#toLocal = new GatheredWrites(local, () => {
      if (this.#phase.kind === 'carried') this.#phase.connection.pause();
    });
    local.on('end', () => this.#localEnded());
    local.on('drain', () => {
      if (this.#phase.kind === 'carried') this.#phase.connection.resume();
    });
    local.on('close', () => this.#localClosed());
    readReusing(local, (piece) => this.#fromLocal(piece));
    local.resume();
  }

  get isHolding(): boolean {
    return this.#phase.kind === 'holding';
  }

  /** The client's first bytes, as far as they are still known. */
  get firstBytes(): Uint8Array {
    return Buffer.concat(this.#first ?? []);
  }

  /** True while what was sent with a refused OPEN can be sent again. */
  get canRepeat(): boolean {
    return this.isHolding && this.#first !== null;
  }

  /** Sends OPEN with what the client has said so far; resolves when it is answered. Only while holding. */
  attach(connection: TunnelConnection, asked: Opening): Promise<OpenOutcome> {
    const localOpen = !this.#localFinished;
    this.#phase = { kind: 'carried', connection, localOpen, serverOpen: true };
    return new Promise((resolve) => {
      this.#settle = resolve;
      connection.open(this, asked, this.#first ?? [], !localOpen);
      this.#local.resume();
    });
  }

  /** Answers the client before it is closed: what is still coming from it is read, so that the answer is not lost. */
  answer(text: string): void {
    this.#phase = { kind: 'done' };
    this.#local.resume();
    this.#local.end(text);
    const local = this.#local;
    const impatient = setTimeout(() => local.destroy(), lastWordMs);
    impatient.unref();
    local.once('close', () => clearTimeout(impatient));
  }

  /** Resets both sides. */
  reset(): void {
    const phase = this.#phase;
    this.#phase = { kind: 'done' };
    resetSocket(this.#local);
    if (phase.kind === 'carried') phase.connection.destroy();
    this.#answered({ kind: 'over' });
  }

  opened(told: Opened): void {
    this.#first = null;
    this.#events.opened(told);
    this.#answered({ kind: 'over' });
  }

  denied(why: Denial): void {
    if (this.#phase.kind !== 'carried') return;
    this.#phase = { kind: 'holding' };
    this.#answered({ kind: 'denied', why });
  }

  data(piece: Uint8Array): void {
    const phase = this.#phase;
    if (phase.kind === 'carried' && phase.serverOpen) this.#toLocal.add(piece);
  }

  readEnded(length: number): void {
    this.#toLocal.readEnded(length);
  }

  finished(): void {
    const phase = this.#phase;
    if (phase.kind !== 'carried') return;
    if (phase.serverOpen) {
      phase.serverOpen = false;
      this.#toLocal.end();
      this.#releaseIfDone(phase);
    } else this.reset();
  }

  closed(why: Denial | null): void {
    this.#phase = { kind: 'done' };
    if (why !== null) this.#events.closedFor(why);
    this.reset();
  }

  drained(): void {
    this.#local.resume();
  }

  lost(): void {
    this.reset();
  }

  #fromLocal(piece: Buffer): void {
    const phase = this.#phase;
    if (phase.kind === 'done') return;
    this.#keep(piece);
    if (phase.kind === 'carried') {
      if (!phase.connection.write(piece)) this.#local.pause();
    } else if (this.#firstBytes >= earlyDataLimit) this.#local.pause();
  }

  /** Bytes are kept until a server may have seen them. */
  #keep(piece: Uint8Array): void {
    if (this.#first === null) return;
    this.#firstBytes += piece.length;
    const isTooMuch = this.#phase.kind === 'carried' && this.#firstBytes > earlyDataLimit;
    if (isTooMuch) this.#first = null;
    else this.#first.push(Buffer.from(piece));
  }

  #localEnded(): void {
    this.#localFinished = true;
    const phase = this.#phase;
    if (phase.kind !== 'carried') return;
    phase.localOpen = false;
    phase.connection.sayFinished();
    this.#releaseIfDone(phase);
  }

  /** The connection is free at once; what is on its way to the client still gets there. */
  #releaseIfDone(phase: Carried): void {
    if (phase.localOpen || phase.serverOpen) return;
    this.#phase = { kind: 'done' };
    phase.connection.finish();
    this.#answered({ kind: 'over' });
  }

  #localClosed(): void {
    // Bytes for it may be on their way: the connection is not used again.
    if (this.#phase.kind === 'carried') this.#phase.connection.abandon();
    this.#phase = { kind: 'done' };
    this.#answered({ kind: 'over' });
    this.#events.ended();
  }

  #answered(outcome: OpenOutcome): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.(outcome);
  }
}

const lastWordMs = 2_000;
