// Seals by systemd-creds(1): with the host's key, and with the TPM where there is one. Works without systemd running.

import { runTool, type ToolOutcome } from '../exec.ts';
import type { KeySeal, Opening } from './key-seal.ts';
import { sealedBy } from './parse.ts';

export interface SystemdCredsOptions {
  readonly tool?: string;
  /** `host`, `host+tpm2` …; `auto` unless given: with the TPM where the firmware has one. */
  readonly withKey?: string;
  /** The TPM as systemd names it, such as `/dev/tpmrm0`; the first one unless given. */
  readonly tpmDevice?: string;
}

/** Stands inside the seal: one that was made for something else is not opened as a machine key. */
const name = '--name=stile-machine-key';

/**
 * The TPM is asked whether it is the same one, not whether firmware and Secure Boot are as they were: PCR 16 stays zero.
 * By PCR 7, which is systemd's default, every update of a Secure Boot list would cost the device its identity; without
 * any PCR, systemd 252 seals what it cannot open.
 */
const pcrs = '--tpm2-pcrs=16';

/** A TPM in a laptop may take seconds. */
const timeoutMs = 20_000;

export function systemdCreds(options: SystemdCredsOptions = {}): KeySeal {
  const { tool = '/usr/bin/systemd-creds', withKey = 'auto', tpmDevice } = options;
  const device = tpmDevice === undefined ? [] : [`--tpm2-device=${tpmDevice}`];
  const run = (verb: readonly string[], input: string) =>
    runTool(tool, [...verb, name, ...device, '-', '-'], { input, timeoutMs });

  async function open(text: string): Promise<Opening> {
    const by = sealedBy(text);
    if (by === null) return { kind: 'failed', why: 'it was not sealed by systemd-creds' };
    const outcome = await run(['decrypt', '--newline=no'], text);
    if (outcome.kind !== 'exited' || outcome.code !== 0) return { kind: 'failed', why: whyOf(outcome) };
    return { kind: 'opened', secret: outcome.stdout, by };
  }

  return {
    open,
    async seal(secret) {
      const outcome = await run(['encrypt', `--with-key=${withKey}`, pcrs], secret);
      if (outcome.kind !== 'exited' || outcome.code !== 0) return { kind: 'unavailable', why: whyOf(outcome) };
      const text = outcome.stdout.replaceAll(/\s/g, '');
      const opened = await open(text);
      if (opened.kind === 'failed') return { kind: 'unavailable', why: `what it sealed does not open: ${opened.why}` };
      if (opened.secret !== secret) return { kind: 'unavailable', why: 'what it sealed opens as something else' };
      return { kind: 'sealed', text, by: opened.by };
    },
  };
}

/** The tool says on standard error what hindered it; never the secret. */
function whyOf(outcome: ToolOutcome): string {
  if (outcome.kind !== 'exited') return `systemd-creds: ${outcome.kind.replaceAll('-', ' ')}`;
  const last = outcome.stderr.trim().split('\n').at(-1) ?? '';
  return last === '' ? `systemd-creds ended with status ${outcome.code}` : `systemd-creds: ${last.slice(0, 300)}`;
}
