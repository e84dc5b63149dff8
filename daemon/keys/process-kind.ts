// Two kinds of process: plain ones use keys in software, those with the TPM's provider use keys in the TPM, neither both.

import process from 'node:process';
import { isTpmKey } from '../../shared/node/x509/tpm-key.ts';

export type ProcessKind = 'plain' | 'tpm';

const flag = '--openssl-config=';

/** What Node was started with says what this process is; whether it reached the TPM is another question. */
export function kindOfThisProcess(execArgv: readonly string[] = process.execArgv): ProcessKind {
  return execArgv.some((each) => each.startsWith(flag)) ? 'tpm' : 'plain';
}

/** Node's own options for a process of that kind; `configFile` is the TPM's. */
export function execArgvFor(
  kind: ProcessKind,
  configFile: string,
  own: readonly string[] = process.execArgv,
): string[] {
  const others = own.filter((each) => !each.startsWith(flag));
  return kind === 'tpm' ? [...others, flag + configFile] : others;
}

export function kindForKey(pem: string): ProcessKind {
  return isTpmKey(pem) ? 'tpm' : 'plain';
}
