// Makes machine keys where the settings want them, and has them used in a process that can.

import process from 'node:process';
import { runTool } from '../../native/exec.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { programFile } from '../../shared/node/program-file.ts';
import { ownCsr, type SigningRequest } from '../../shared/node/x509/csr.ts';
import { type KeyTask, keyAnswer, performHere } from './key-task.ts';
import type { TpmProcess } from './launch.ts';
import { execArgvFor, kindForKey, kindOfThisProcess, type ProcessKind } from './process-kind.ts';
import { whyTpmFails } from './tpm-trouble.ts';

/** Keys are PEM: of a key in the TPM it is only the name. Nothing is left of one whose PEM is forgotten. */
export interface KeyProvider {
  /** A new P-256 key, where the settings want it unless told. @throws AppError `machine-key-unavailable` */
  make(kind?: ProcessKind): Promise<string>;
  /** Asks for a certificate for this key. @throws AppError `machine-key-unavailable` */
  request(pem: string, commonName: string): Promise<{ readonly csr: string; readonly read: SigningRequest }>;
  /** Whether a new process could use this key; null if so, else why not. */
  whyUnusable(pem: string): Promise<string | null>;
  /** TLS and signatures of this process take the key; else a process of the other kind does. */
  isUsableHere(pem: string): boolean;
  /** Kept where the settings want machine keys. */
  isWhereWanted(pem: string): boolean;
}

const program = programFile({ source: 'daemon/keys/key-process-main.ts', packed: 'key-process.mjs' });
/** A TPM may take seconds for a key, and a busy machine for a process. */
const timeoutMs = 60_000;

export function keyProvider(options: {
  readonly wanted: ProcessKind;
  /** Of a process with the TPM's provider; null where there is none. */
  readonly tpm: TpmProcess | null;
  /** Of this process; as it is unless given. */
  readonly here?: ProcessKind;
}): KeyProvider {
  const { wanted, tpm, here = kindOfThisProcess() } = options;

  async function perform(task: KeyTask, kind: ProcessKind): Promise<string> {
    try {
      // Not here in a process with the TPM's provider: Node makes keys and signs requests on other threads, while TLS uses
      // the TPM on this one, and the provider's one connection to it takes only one question at a time.
      return kind === 'plain' && here === 'plain' ? await performHere(task) : await performElsewhere(task, kind);
    } catch (error) {
      if (kind === 'plain') throw error;
      throw new AppError('machine-key-unavailable', { why: whyTpmFails(error) });
    }
  }

  async function performElsewhere(task: KeyTask, kind: ProcessKind): Promise<string> {
    if (tpm === null) throw new Error('the provider is not installed');
    const args = [...execArgvFor(kind, tpm.configFile, []), program];
    const { environment } = tpm;
    const outcome = await runTool(process.execPath, args, { input: JSON.stringify(task), environment, timeoutMs });
    if (outcome.kind !== 'exited') throw new Error(`the process for the key: ${outcome.kind}`);
    if (outcome.code !== 0) throw new Error(outcome.stderr);
    return keyAnswer.parse(JSON.parse(outcome.stdout));
  }

  return {
    async make(kind = wanted) {
      const pem = await perform({ kind: 'make' }, kind);
      // A process that did not reach its TPM makes keys in software without a word.
      if (kindForKey(pem) !== kind) throw new AppError('machine-key-unavailable', { why: whyTpmFails(null) });
      return pem;
    },
    async request(pem, commonName) {
      const csr = await perform({ kind: 'request', pem, commonName }, kindForKey(pem));
      return { csr, read: ownCsr(csr) };
    },
    async whyUnusable(pem) {
      const kind = kindForKey(pem);
      try {
        await performElsewhere({ kind: 'try', pem }, kind);
        return null;
      } catch (error) {
        return whyTpmFails(error);
      }
    },
    isUsableHere: (pem) => kindForKey(pem) === here,
    isWhereWanted: (pem) => kindForKey(pem) === wanted,
  };
}
