// Numbers the reports so that they rise across crashes: a block is reserved on the disk before its numbers are used.

import type { SavedState } from '../state/saved.ts';

const block = 1_000;

export interface Sequence {
  next(): Promise<number>;
  /** Leaves a gap: the EMS has seen higher numbers than ours. */
  skip(): Promise<void>;
}

export function openSequence(saved: SavedState): Sequence {
  let last = saved.current.sequenceReserved;
  async function reserve(): Promise<void> {
    const sequenceReserved = last + block;
    await saved.update((state) => ({ ...state, sequenceReserved }));
  }
  return {
    async next() {
      last += 1;
      if (last > saved.current.sequenceReserved) await reserve();
      return last;
    },
    async skip() {
      last += block;
      await reserve();
    },
  };
}
