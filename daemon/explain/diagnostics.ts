// Puts together what a person sends to support, without secrets and without what the caller may not see; pure.

import type { Finding } from '../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Diagnostics, DiagnosticsFile } from '../../shared/agent/diagnostics.ts';
import { Redactor } from '../../shared/redaction/redactor.ts';

export interface DiagnosticsSources {
  readonly at: string;
  /** What the caller may see of it. */
  readonly state: AgentState;
  readonly findings: readonly Finding[];
  readonly about: Readonly<Record<string, unknown>>;
  /** Oldest first; null for who is no administrator. */
  readonly log: readonly string[] | null;
  /** Names of users of this machine. */
  readonly people: readonly string[];
}

/** As it stands inside the answer. Three of them are less than the largest answer, and each less than a file may have. */
const mostBytes = 3_900_000;

export function diagnosticsOf({ at, state, findings, about, log, people }: DiagnosticsSources): Diagnostics {
  const files: DiagnosticsFile[] = [];
  const leftOut: Diagnostics['leftOut'] = [];

  function add(name: string, write: (redactor: Redactor) => string | null): void {
    const redactor = new Redactor(people);
    const text = write(redactor);
    if (text === null)
      leftOut.push({ name, why: 'It is too long for one file. `stile status --json` and its like tell it in parts.' });
    else files.push({ name, text, redactions: redactor.redactions });
  }

  add('about.json', (redactor) => json(redactor.data(about)));
  add('findings.json', (redactor) => json(redactor.data(findings)));
  add('state.json', (redactor) => json(redactor.data(state)));
  if (log === null) leftOut.push(...notForUsers);
  else add('log.log', (redactor) => latest(log.map((line) => redactor.line(line))));
  return { at, files, leftOut };
}

const notForUsers: Diagnostics['leftOut'] = [
  {
    name: 'log.log',
    why: 'The log tells of every user, so it is for administrators. Have one run `sudo stile diagnostics <file>`.',
  },
  {
    name: 'state.json: other users',
    why: 'Connections and certificates of other users are for administrators. Have one run `sudo stile diagnostics <file>`.',
  },
];

/** Indented where that fits. */
function json(data: unknown): string | null {
  const texts = [JSON.stringify(data, null, 2), JSON.stringify(data)];
  return texts.map((text) => `${text}\n`).find((text) => bytesOf(text) <= mostBytes) ?? null;
}

/** The newest lines that fit. */
function latest(lines: readonly string[]): string {
  let left = mostBytes;
  const from = lines.findLastIndex((line) => {
    left -= bytesOf(`${line}\n`);
    return left < 0;
  });
  return lines
    .slice(from + 1)
    .map((line) => `${line}\n`)
    .join('');
}

/** Quotes and line ends take two in the answer, and letters up to three. */
function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
