// Runs one tool of the build to its end; a tool that fails ends the build with what it said.

import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

export interface ToolPlace {
  readonly cwd?: string;
  /** Besides those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What it printed. */
export async function runTool(tool: string, args: readonly string[], place: ToolPlace = {}): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(tool, [...args], {
      ...(place.cwd === undefined ? {} : { cwd: place.cwd }),
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC', ...place.environment },
      maxBuffer: 64 * 1_048_576,
    });
    return stdout;
  } catch (cause) {
    throw new Error(`${tool} ${args[0] ?? ''} failed: ${saidBy(cause)}`, { cause });
  }
}

function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = [...('stdout' in error ? [error.stdout] : []), ...('stderr' in error ? [error.stderr] : [])];
  const said = parts.map(String).join('\n').trim();
  return said === '' ? error.message : said.slice(-4_000);
}
