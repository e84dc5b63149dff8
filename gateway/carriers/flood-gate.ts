// Tells the pace of a living connection from a flood of frames that cost the sender nothing.

const burst = 200;
const refillPerSecond = 20;

/** A bucket of tokens; each frame that carries nothing takes one. */
export class FloodGate {
  #tokens = burst;
  #filledAt = performance.now();

  /** False when the bucket is empty: the connection is to be ended. */
  admits(): boolean {
    const now = performance.now();
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1_000) * refillPerSecond);
    this.#filledAt = now;
    this.#tokens -= 1;
    return this.#tokens >= 0;
  }
}
