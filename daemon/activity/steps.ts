// Adds bytes up by equal steps of time, and forgets the old ones; pure.

export const stepMs = 2_000;
/** So many whole ones are told: five minutes. */
export const toldSteps = 150;

/** The whole ones that are told, and the one that has begun. */
const kept = toldSteps + 1;

export interface Bytes {
  readonly sent: number;
  readonly received: number;
}

/** The step that an instant of a monotonic clock lies in. */
export function stepAt(monotonicMs: number): number {
  return Math.floor(monotonicMs / stepMs);
}

export class Steps {
  readonly #sent = new Float64Array(kept);
  readonly #received = new Float64Array(kept);
  #newest = Number.NEGATIVE_INFINITY;

  /** Steps come in order. */
  add(step: number, { sent, received }: Bytes): void {
    this.#begin(step);
    const at = step % kept;
    this.#sent[at] = (this.#sent[at] ?? 0) + sent;
    this.#received[at] = (this.#received[at] ?? 0) + received;
  }

  at(step: number): Bytes {
    const isKept = step <= this.#newest && step > this.#newest - kept && step >= 0;
    return isKept
      ? { sent: this.#sent[step % kept] ?? 0, received: this.#received[step % kept] ?? 0 }
      : { sent: 0, received: 0 };
  }

  /** True if nothing that it holds is told at this step any more. */
  isForgottenAt(step: number): boolean {
    return step - this.#newest >= kept;
  }

  /** Those between were empty. */
  #begin(step: number): void {
    for (let empty = Math.max(this.#newest + 1, step - kept + 1, 0); empty <= step; empty += 1) {
      this.#sent[empty % kept] = 0;
      this.#received[empty % kept] = 0;
    }
    this.#newest = step;
  }
}
