// Forbids package installations to start services, for as long as one installation lasts.
import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const ourPolicy = '#!/bin/sh\n# Stile: temporary, forbids service starts while it installs packages.\nexit 101\n';
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` while policy-rc.d answers 101 ("do not"), then puts back what was there. A signal in between waits for
 * the work, since a half-configured package helps nobody, and takes effect once everything is back. What a kill -9
 * leaves behind is put right at the next call. `folder` is only another one in tests.
 */
export async function withoutServiceStarts<T>(
  report: (line: string) => void,
  work: () => Promise<T>,
  folder = '/usr/sbin',
): Promise<T> {
  const policy = `${folder}/policy-rc.d`;
  const saved = `${folder}/policy-rc.d.before-stile`;
  let waiting: NodeJS.Signals | undefined;
  const wait = (signal: NodeJS.Signals): void => {
    waiting ??= signal;
    report(`${signal}: stopping after this installation`);
  };
  for (const signal of signals) process.on(signal, wait);
  try {
    putBack(policy, saved);
    if (isThere(policy)) renameSync(policy, saved);
    writeFileSync(`${policy}.stile`, ourPolicy, { mode: 0o755 });
    renameSync(`${policy}.stile`, policy);
    return await work();
  } finally {
    putBack(policy, saved);
    for (const signal of signals) process.off(signal, wait);
    if (waiting !== undefined) process.kill(process.pid, waiting);
  }
}

/** Renaming brings back bytes, mode and owner alike; a policy that is ours and replaced none is simply removed. */
function putBack(policy: string, saved: string): void {
  if (isThere(saved)) renameSync(saved, policy);
  else if (existsSync(policy) && readFileSync(policy, 'utf8') === ourPolicy) rmSync(policy);
}

/** Also for a link that leads nowhere, which must come back like anything else. */
function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
