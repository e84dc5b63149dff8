// Remembers what happened to connections, so much and no more, and tells everybody their own.

import { type ActivityEntry, type ActivityPage, mostActivity } from '../../shared/agent/activity.ts';
import { largestAnswer } from '../../shared/wire/frame.ts';
import type { Viewer } from '../ipc/visible-state.ts';
import { isToldTo, type Whose } from './whose.ts';

/** Leaves room for the envelope around a page. */
const mostBytes = largestAnswer - 64 * 1024;

interface Remembered {
  readonly sequence: number;
  readonly whose: Whose;
  readonly tell: () => ActivityEntry;
}

/** Makes the entry when it is told: bytes of a session that is carried still are those of that moment. */
export type Told = (sequence: number) => ActivityEntry;

/** What is carried now is kept beside what is over: however much came after it, it is not forgotten. */
export class History {
  readonly #most: number;
  readonly #carried = new Map<string, Remembered>();
  /** Oldest first, by whose they are: who connects in a loop pushes out nobody's but their own. */
  readonly #past = new Map<Whose, Remembered[]>();
  #pastCount = 0;
  #last: number;

  /**
   * @param bornAt milliseconds since 1970. Sequences go on from there: they are above all that a daemon before this one gave
   *   out, so who asks on with one of those misses nothing.
   */
  constructor(bornAt: number, most: number = mostActivity) {
    this.#last = Math.max(0, Math.trunc(bornAt));
    this.#most = most;
  }

  begin(id: string, whose: Whose, told: Told): void {
    this.#carried.set(id, this.#next(whose, told));
  }

  /** Also for what had no beginning, such as a refusal. */
  end(id: string, whose: Whose, told: Told): void {
    this.#carried.delete(id);
    const queue = this.#past.get(whose) ?? [];
    this.#past.set(whose, queue);
    queue.push(this.#next(whose, told));
    this.#pastCount += 1;
    if (this.#pastCount > this.#most) this.#forgetOne();
  }

  /** What came after a sequence, as far as it fits one answer; `last` is what to ask on with. */
  page(after: number, viewer: Viewer): ActivityPage {
    // What was never given out comes from a daemon before this one whose clock was ahead.
    const from = after > this.#last ? 0 : after;
    const wanted = [...this.#carried.values(), ...[...this.#past.values()].flat()]
      .filter(({ sequence, whose }) => sequence > from && isToldTo(viewer, whose))
      .sort((one, other) => one.sequence - other.sequence);
    const entries: ActivityEntry[] = [];
    let bytes = 0;
    for (const { tell } of wanted) {
      const entry = tell();
      bytes += Buffer.byteLength(JSON.stringify(entry)) + 1;
      if (entries.length === this.#most || bytes > mostBytes)
        return { entries, last: entries.at(-1)?.sequence ?? this.#last };
      entries.push(entry);
    }
    return { entries, last: this.#last };
  }

  #next(whose: Whose, told: Told): Remembered {
    this.#last += 1;
    const sequence = this.#last;
    return { sequence, whose, tell: () => told(sequence) };
  }

  /** The oldest of whoever has most. */
  #forgetOne(): void {
    const [first, ...others] = this.#past.values();
    if (first === undefined) return;
    others.reduce((most, queue) => (queue.length > most.length ? queue : most), first).shift();
    this.#pastCount -= 1;
  }
}
