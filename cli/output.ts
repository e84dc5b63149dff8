// Prints a command's result: lines for people, or one JSON object of a stable, versioned shape for scripts.

import { toWireError } from '../shared/errors/app-error.ts';
import type { Terminal } from './terminal.ts';

/** The version of the JSON shape: fields are only ever added. */
const shapeVersion = 1;

/** Prints `{"stile":1,"command":…,"ok":true,"result":…}`, or the lines. */
export function printResult(
  terminal: Terminal,
  asJson: boolean,
  command: string,
  result: unknown,
  lines: readonly string[],
): void {
  if (asJson) terminal.print(JSON.stringify({ stile: shapeVersion, command, ok: true, result }));
  else for (const line of lines) terminal.print(line);
}

/** Prints `{"stile":1,"command":…,"ok":false,"error":…}` on standard output, or sentences on standard error. */
export function printError(terminal: Terminal, asJson: boolean, command: string, error: unknown): void {
  const wire = toWireError(error);
  if (asJson) terminal.print(JSON.stringify({ stile: shapeVersion, command, ok: false, error: wire }));
  else {
    terminal.complain(`stile: ${wire.message} [${wire.code}]`);
    terminal.complain(`  ${wire.next}`);
  }
}
