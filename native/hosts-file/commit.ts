// What one operating system does to put new bytes in the place of old ones; the rest of a change is the same everywhere.

import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { HostsBlockReason, HostsStep } from './hosts-file.ts';
import type { Journal } from './journal.ts';
import { commonLength } from './late-changes.ts';

/** `changed`: somebody wrote since `before` was read, nothing was done. `displaced`: the bytes that were really replaced. */
export type CommitOutcome =
  | { readonly kind: 'replaced'; readonly displaced: Buffer }
  | { readonly kind: 'in-place' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'blocked'; readonly reason: HostsBlockReason; readonly detail: string };

/** Makes `journal.path` hold `journal.after` if it still holds `journal.before`. */
export type Commit = (journal: Journal, step: (step: HostsStep) => void) => Promise<CommitOutcome>;

/**
 * Overwrites the file where it lies. Comparing and writing happen without giving way to anything else of this process,
 * and only from the first differing byte on, so that the moment in which others could be overwritten is short.
 */
export function overwrite(journal: Journal): CommitOutcome {
  let descriptor: number;
  try {
    descriptor = openSync(journal.path, 'r+');
  } catch (error) {
    return blocked(error);
  }
  try {
    const found = readFileSync(descriptor);
    if (!found.equals(journal.before)) return { kind: 'changed' };
    const from = commonLength(journal.before, journal.after);
    const rest = journal.after.subarray(from);
    for (let done = 0; done < rest.length; ) done += writeSync(descriptor, rest, done, rest.length - done, from + done);
    if (fstatSync(descriptor).size > journal.after.length) ftruncateSync(descriptor, journal.after.length);
    fsyncSync(descriptor);
    return { kind: 'in-place' };
  } catch (error) {
    return blocked(error);
  } finally {
    closeSync(descriptor);
  }
}

const reasons: Readonly<Record<string, HostsBlockReason>> = {
  ENOENT: 'missing',
  EROFS: 'read-only',
  EPERM: 'write-protected',
  EACCES: 'not-permitted',
  EBUSY: 'busy',
};

/** The system's refusal as a value. @throws what is no refusal (a full disk, an I/O error) */
export function blocked(error: unknown): CommitOutcome & { readonly kind: 'blocked' } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code];
  if (reason === undefined) throw error;
  return { kind: 'blocked', reason, detail: code };
}
