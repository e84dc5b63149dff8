// Turns the results of all rungs into the last lines of a test run and its exit status; pure.

/** What node:test counted in one rung. */
export interface Counts {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly skipped: number;
  readonly todo: number;
}

/** What node:test says of a run or of a file. Failures are what is left over, since its types do not name them. */
export interface Summed {
  readonly success: boolean;
  readonly counts: Omit<Counts, 'failed'>;
}

/** Counts with the failures; a failed suite or file without a failed test in it counts as one. */
export function countsOf({ success, counts }: Summed): Counts {
  const { tests, passed, cancelled, skipped, todo } = counts;
  const failed = tests - passed - cancelled - skipped - todo;
  return { tests, passed, cancelled, skipped, todo, failed: !success && failed + cancelled === 0 ? 1 : failed };
}

export type RungResult =
  | { readonly kind: 'run'; readonly rung: string; readonly counts: Counts; readonly tookMs: number }
  | { readonly kind: 'empty'; readonly rung: string }
  | { readonly kind: 'not-run'; readonly rung: string; readonly why: string };

/** The text to print; the last line is `N passed, N failed`. A rung that cannot run here is said, not failed. */
export function summary(
  results: readonly RungResult[],
  isInterrupted: boolean,
): { readonly text: string; readonly exitStatus: number } {
  const counts = results.flatMap((result) => (result.kind === 'run' ? [result.counts] : []));
  const total = (of: (count: Counts) => number): number => counts.reduce((sum, each) => sum + of(each), 0);
  const failed = total((each) => each.failed + each.cancelled);
  const lines = [
    '',
    ...results.map(line),
    ...(isInterrupted ? ['interrupted: the rest was not run'] : []),
    '',
    `tests ${total((each) => each.tests)}`,
    `pass ${total((each) => each.passed)}`,
    `fail ${failed}`,
    `skipped ${total((each) => each.skipped + each.todo)}`,
    '',
    `${total((each) => each.passed)} passed, ${failed} failed`,
    '',
  ];
  return { text: lines.join('\n'), exitStatus: failed > 0 || isInterrupted ? 1 : 0 };
}

function line(result: RungResult): string {
  const name = result.rung.padEnd(13);
  switch (result.kind) {
    case 'run': {
      const failed = result.counts.failed + result.counts.cancelled;
      return `${name} ${result.counts.passed} passed, ${failed} failed, ${(result.tookMs / 1000).toFixed(1)} s`;
    }
    case 'empty':
      return `${name} no tests`;
    case 'not-run':
      return `${name} NOT RUN: ${result.why}`;
  }
}
