// One stream of a tunnel connection: holds its first bytes until it is admitted, then moves bytes both ways.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { RequestId } from '../../shared/ids.ts';
import { sendData, sendNow } from '../../shared/node/sockets/data-frames.ts';
import { GatheredWrites } from '../../shared/node/sockets/gathered-writes.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import { readReusing } from '../../shared/node/sockets/reused-reads.ts';
import { controlFrame, dataFrames, type FrameType, frameType } from '../../shared/tunnel/frame.ts';
import { earlyDataLimit, type Opened, type Opening } from '../../shared/tunnel/opening.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Admission } from '../access/admission.ts';
import { denialOf } from '../access/denial.ts';
import type { Session, SessionEnd } from '../sessions/session.ts';
import { type CarrierPorts, newRequestId, resetForFault } from './carrier-ports.ts';

/**
 *   held ──admitted──▶ joined ──FIN both ways──▶ done
 *     └──refused, abandoned──────┴──lost, cut──────▲
 */
type Phase =
  | { readonly kind: 'held'; readonly early: Uint8Array[]; bytes: number; finished: boolean }
  | {
      readonly kind: 'joined';
      readonly session: Session;
      readonly origin: Socket;
      readonly toOrigin: GatheredWrites;
      readonly end: (end: SessionEnd) => void;
      /** Stops the waiting of one socket for the other: the connection may carry another stream by now. */
      readonly detach: () => void;
      open: number;
    }
  | { readonly kind: 'done' };

type Joined = Extract<Admission, { kind: 'joined' }>;

const text = new TextEncoder();

/** OPENED waits this long for what a server says at once: nobody waits for OPENED. */
const answersAtOnceMs = 5;

export class TunnelStream {
  readonly id: number;
  readonly #connection: ClientConnection;
  readonly #opening: Opening;
  readonly #ports: CarrierPorts;
  readonly #requestId: RequestId = newRequestId();
  readonly #gone = new AbortController();
  readonly #done: (weEndedFirst: boolean) => void;
  #phase: Phase = { kind: 'held', early: [], bytes: 0, finished: false };
  /** OPENED, until it has left. */
  #unsaid: Uint8Array | null = null;

  /** @param done told once, when the connection is free for the next stream (or gone) */
  constructor(
    id: number,
    connection: ClientConnection,
    asked: Opening,
    ports: CarrierPorts,
    done: (weEndedFirst: boolean) => void,
  ) {
    this.id = id;
    this.#connection = connection;
    this.#opening = asked;
    this.#ports = ports;
    this.#done = done;
  }

  get #tls(): TLSSocket {
    return this.#connection.tls;
  }

  async run(): Promise<void> {
    const { destination: target, osUser, program } = this.#opening;
    const admission = await this.#ports.admit(
      {
        connection: this.#connection,
        carrier: 'tunnel',
        target,
        reportedUser: osUser ?? null,
        program: program ?? null,
        requestId: this.#requestId,
      },
      this.#gone.signal,
    );
    const held = this.#phase;
    if (held.kind !== 'held') {
      if (admission.kind === 'joined') {
        resetSocket(admission.origin);
        admission.end({ kind: 'client-lost' });
      }
      return;
    }
    if (admission.kind === 'refused') {
      this.#say(frameType.denied, JSON.stringify(admission.denial));
      return this.#finish(true);
    }
    this.#join(admission, held);
  }

  /** A piece of DATA from the agent; a view that is overwritten when this returns. */
  fromClient(piece: Uint8Array): void {
    const phase = this.#phase;
    if (phase.kind === 'joined') {
      if (!phase.session.mayCarry()) return;
      if (phase.origin.writableEnded) this.#fault();
      else phase.toOrigin.add(piece);
    } else if (phase.kind === 'held' && phase.finished) this.#fault();
    else if (phase.kind === 'held') {
      phase.early.push(Buffer.from(piece));
      phase.bytes += piece.length;
      // What is already read stays; nothing more is taken from the wire before there is a server for it.
      if (phase.bytes >= earlyDataLimit) this.#tls.pause();
    }
  }

  /** The read of this length that the last pieces came from is done. */
  readEnded(length: number): void {
    if (this.#phase.kind === 'joined') this.#phase.toOrigin.readEnded(length);
  }

  clientFinished(): void {
    const phase = this.#phase;
    if (phase.kind === 'held' && !phase.finished) phase.finished = true;
    else if (phase.kind === 'joined' && !phase.origin.writableEnded) this.#halfDone(phase, () => phase.toOrigin.end());
    else this.#fault();
  }

  /** The agent's CLOSE: the local application is gone. The connection stays usable. */
  abandon(): void {
    const phase = this.#phase;
    this.#phase = { kind: 'done' };
    this.#gone.abort();
    if (phase.kind === 'joined') {
      resetSocket(phase.origin);
      phase.end({ kind: 'client-lost' });
    }
    this.#finish(false);
  }

  /** The connection under it ended. */
  connectionLost(): void {
    this.abandon();
  }

  #join(admission: Joined, held: Extract<Phase, { kind: 'held' }>): void {
    const { session, origin, end } = admission;
    this.#sayOpenedSoon();
    const resume = () => this.#tls.resume();
    const drained = () => origin.resume();
    const detach = () => {
      this.#tls.removeListener('drain', drained);
      origin.removeListener('drain', resume);
    };
    const toOrigin = new GatheredWrites(origin, () => {
      if (this.#phase === phase) this.#tls.pause();
    });
    const phase: Phase = { kind: 'joined', session, origin, toOrigin, end, detach, open: 2 };
    this.#phase = phase;
    this.#tls.on('drain', drained);
    origin.on('drain', resume);
    origin.on('end', () => this.#halfDone(phase, () => this.#say(frameType.fin)));
    origin.on('close', () => {
      detach();
      this.#originGone(phase);
      end({ kind: 'closed' });
    });
    readReusing(origin, (piece) => {
      if (session.mayCarry() && !this.#sendPiece(piece)) origin.pause();
    });
    origin.resume();
    for (const piece of held.early) origin.write(piece);
    if (held.finished) this.#halfDone(phase, () => origin.end());
    if (origin.writableNeedDrain) this.#tls.pause();
    else this.#tls.resume();
  }

  #halfDone(phase: Extract<Phase, { kind: 'joined' }>, pass: () => void): void {
    if (this.#phase !== phase) return;
    phase.open -= 1;
    pass();
    if (phase.open > 0) return;
    // The connection is free at once. What is still on its way to the server gets there (or is cut): the session ends
    // when the server's socket has closed.
    phase.detach();
    phase.session.freeConnection();
    this.#finish(false);
  }

  /** The server reset or vanished in the middle: the agent resets its local socket, and the connection is free again. */
  #originGone(phase: Extract<Phase, { kind: 'joined' }>): void {
    if (this.#phase !== phase) return;
    this.#phase = { kind: 'done' };
    phase.end({ kind: 'origin-lost' });
    const denial = denialOf({ code: '084' }, this.#requestId, this.#opening.destination);
    this.#say(frameType.close, JSON.stringify(denial));
    this.#finish(true);
  }

  /** A server that answers at once has its first bytes carried in the same record as OPENED. */
  #sayOpenedSoon(): void {
    const opened: Opened = { requestId: this.#requestId };
    this.#unsaid = controlFrame(frameType.opened, this.id, text.encode(JSON.stringify(opened)));
    setTimeout(() => this.#sayOpened(), answersAtOnceMs);
  }

  #sayOpened(): void {
    const unsaid = this.#takeUnsaid();
    if (unsaid !== null && !this.#tls.destroyed) this.#tls.write(unsaid);
  }

  #takeUnsaid(): Uint8Array | null {
    const unsaid = this.#unsaid;
    this.#unsaid = null;
    return unsaid;
  }

  /** False: nothing more should come until 'drain'. */
  #sendPiece(piece: Buffer): boolean {
    const unsaid = this.#takeUnsaid();
    if (unsaid === null) return sendData(this.#tls, this.id, piece);
    return sendNow(this.#tls, Buffer.concat([unsaid, ...dataFrames(this.id, [piece])]));
  }

  #say(type: FrameType, payload?: string): void {
    if (this.#tls.destroyed) return;
    this.#sayOpened();
    this.#tls.write(controlFrame(type, this.id, text.encode(payload ?? '')));
  }

  #fault(): void {
    resetForFault(this.#connection, this.#ports);
  }

  #finish(weEndedFirst: boolean): void {
    this.#phase = { kind: 'done' };
    this.#sayOpened();
    if (!this.#tls.destroyed) this.#tls.resume();
    this.#done(weEndedFirst);
  }
}
