// Notices that an idle connection leads nowhere any more.

const everyMs = 20_000;
const answerWithinMs = 10_000;

export interface HeartbeatPorts {
  ping(): void;
  /** No answer came in time. */
  missed(): void;
}

/** Counts only while the connection is idle: a carried stream has its own way to notice. */
export class Heartbeat {
  readonly #ports: HeartbeatPorts;
  #timer: NodeJS.Timeout | null = null;
  /** PINGs whose answer has not come; it may come while a stream is carried. */
  #unanswered = 0;

  constructor(ports: HeartbeatPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#wait(everyMs, () => this.beat());
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Sends a PING now and expects its answer. */
  beat(): void {
    this.#unanswered += 1;
    this.#wait(answerWithinMs, () => this.#ports.missed());
    this.#ports.ping();
  }

  /** A PONG came: false if nobody asked for it. */
  answered(): boolean {
    if (this.#unanswered === 0) return false;
    this.#unanswered -= 1;
    // A stopped heartbeat stays stopped: a stream is carried now.
    if (this.#timer !== null && this.#unanswered === 0) this.start();
    return true;
  }

  #wait(ms: number, then: () => void): void {
    this.stop();
    this.#timer = setTimeout(then, ms);
    this.#timer.unref();
  }
}
