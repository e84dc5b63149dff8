// The types of the part that TypeScript uses; the rest runs before anything is installed.

/** Runs npm in `root` with the headers of the pinned Node; `output` is the end of what it said. */
export declare function runNpm(
  root: string,
  args: readonly string[],
  startedAt: number,
): Promise<{ readonly code: number | null; readonly why: string; readonly output: string }>;
