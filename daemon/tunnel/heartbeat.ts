// Notices that an idle connection leads nowhere any more.

const usualTimes = { everyMs: 20_000, answerWithinMs: 10_000 };

export interface HeartbeatPorts {
  ping(): void;
  /** No answer came in time. */
  missed(): void;
}

/** Counts only while the connection is idle: a carried stream has its own way to notice. */
export class Heartbeat {
  readonly #ports: HeartbeatPorts;
  readonly #times: typeof usualTimes;
  /** Counts from the last `start`: one timer for all of a connection's life. */
  #next: NodeJS.Timeout | null = null;
  /** Runs while an answer is waited for. */
  #patience: NodeJS.Timeout | null = null;
  #isRunning = false;
  /** PINGs whose answer has not come; it may come while a stream is carried. */
  #unanswered = 0;

  /** @param times others in tests */
  constructor(ports: HeartbeatPorts, times = usualTimes) {
    this.#ports = ports;
    this.#times = times;
  }

  start(): void {
    this.#isRunning = true;
    this.#waitNoMore();
    if (this.#next === null) this.#next = setTimeout(() => this.#isDue() && this.beat(), this.#times.everyMs).unref();
    else this.#next.refresh();
  }

  stop(): void {
    this.#isRunning = false;
    this.#waitNoMore();
  }

  /** Stops for good. */
  end(): void {
    this.stop();
    if (this.#next !== null) clearTimeout(this.#next);
  }

  /** Sends a PING now and expects its answer. */
  beat(): void {
    this.#unanswered += 1;
    this.#waitNoMore();
    this.#patience = setTimeout(() => this.#ports.missed(), this.#times.answerWithinMs).unref();
    this.#ports.ping();
  }

  /** A PONG came: false if nobody asked for it. */
  answered(): boolean {
    if (this.#unanswered === 0) return false;
    this.#unanswered -= 1;
    // A stopped heartbeat stays stopped: a stream is carried now.
    if (this.#isRunning && this.#unanswered === 0) this.start();
    return true;
  }

  #isDue(): boolean {
    return this.#isRunning && this.#patience === null;
  }

  #waitNoMore(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
  }
}
