// What the service host of Windows hears on our standard output, and says on our standard input: one word a line.

import type { Readable, Writable } from 'node:stream';
import type { Logger } from '../../log.ts';

export const hostPipeVariables = ['STILE_SUPERVISOR'] as const;

export interface HostPipe {
  readonly beatEveryMs: number;
  ready(place: string): void;
  beat(): void;
  stopping(): void;
  onStop(listener: () => void): void;
}

/** The host gives us up after three of them. */
const beatEveryMs = 15_000;

const longestLine = 1_024;

/** Null unless the host says that it is there: `STILE_SUPERVISOR=pipe`. */
export function hostPipe(
  variables: Readonly<Record<string, string>>,
  { input, output }: { readonly input: Readable; readonly output: Writable },
  log: Logger,
): HostPipe | null {
  if (variables.STILE_SUPERVISOR !== 'pipe') return null;
  let isBroken = false;
  output.on('error', (error) => {
    if (!isBroken) log.warn('the service host was not reached', { error });
    isBroken = true;
  });
  const tell = (line: string): void => {
    if (!isBroken) output.write(`${line}\n`);
  };
  return {
    beatEveryMs,
    ready: (place) => tell(`ready ${place}`),
    beat: () => tell('beat'),
    stopping: () => tell('stopping'),
    onStop: (listener) => whenStopped(input, listener),
  };
}

/** At the line `stop`, or when the host is gone: without it nobody would ever end this program. */
function whenStopped(input: Readable, listener: () => void): void {
  let line = '';
  let isOver = false;
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    input.destroy();
    listener();
  };
  input.setEncoding('utf8').on('data', (text: string) => {
    const lines = (line + text).split(/\r?\n/);
    line = (lines.pop() ?? '').slice(-longestLine);
    if (lines.includes('stop')) stop();
  });
  input.once('end', stop).once('error', stop);
}
