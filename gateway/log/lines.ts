// Writes lines to a file or to standard output, and opens the file anew when asked.

import { createWriteStream, type WriteStream } from 'node:fs';
import process from 'node:process';
import type { Logger } from '../../shared/log.ts';
import type { LineSink } from './access-log.ts';

export interface Lines extends AsyncDisposable {
  readonly write: LineSink;
  /** Closes the file and opens the one wanted now: after a reload, and after the file was moved away. */
  reopen(): void;
}

/** Lines of this time are written together. */
const togetherMs = 10;

/** @param wanted the file to append to, or undefined for standard output; asked at every opening */
export function openLines(wanted: () => string | undefined, log: Logger): Lines {
  let stream = open(wanted(), log);
  const gather = (into: WriteStream) => {
    if (into.writableCorked > 0) return;
    into.cork();
    setTimeout(() => into.uncork(), togetherMs);
  };
  return {
    write(line) {
      if (stream !== null) gather(stream);
      (stream ?? process.stdout).write(`${line}\n`);
    },
    reopen() {
      // The end writes what was gathered.
      stream?.end();
      stream = open(wanted(), log);
    },
    async [Symbol.asyncDispose]() {
      const last = stream;
      if (last !== null) await new Promise<void>((resolve) => last.end(() => resolve()));
    },
  };
}

function open(file: string | undefined, log: Logger): WriteStream | null {
  if (file === undefined) return null;
  const stream = createWriteStream(file, { flags: 'a', mode: 0o640 });
  stream.on('error', (error) => log.error('the access log cannot be written', { file, error }));
  return stream;
}
