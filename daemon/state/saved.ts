// What survives a restart: identity, addresses of names, the report's sequence. One 0600 file, replaced in one step.

import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { mostPersonalDestinations, personalDestination } from '../../shared/agent/personal-destination.ts';
import { AppError, hasCode } from '../../shared/errors/app-error.ts';
import { deviceId, emsId, hostPort, serialHex, sha256Hex, siteName } from '../../shared/ids.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { neverDisconnected, savedDisconnecting } from '../disconnection/saved-disconnecting.ts';
import type { KeptKey } from '../keys/kept-key.ts';
import { type StoredKeys, storedKey } from '../keys/stored-keys.ts';
import { assertUsable, isUsableButForCertificate, LockedKey } from './usable.ts';

/** Milliseconds since 1970, as far as dates reach. */
const instant = z.number().min(0).max(8.64e15);

/** An enrolled device, with its key. */
const identity = z.strictObject({
  ems: hostPort,
  emsId,
  site: siteName,
  uid: deviceId,
  domains: z.array(z.string().max(253)),
  fabricCa: z.string(),
  fabricCaSha256: sha256Hex,
  key: z.string(),
  certificate: z.string(),
  serial: serialHex,
  enrolledBy: z.string().max(256),
  enrolledByUid: z.int(),
  since: z.string().max(40),
  renewAt: instant,
  certificateEnds: instant,
});
export type Identity = z.infer<typeof identity>;

/** A key whose enrolment may have been answered while we were not there to hear it: asked again, it gets the same certificate. */
const pending = z.strictObject({ invitationSha256: sha256Hex, uid: deviceId, key: z.string() });

const saved = z.strictObject({
  version: z.literal(1),
  /** Null before the first enrolment and after leaving. */
  identity: identity.nullable(),
  /** The EMS has ended this identity; key and uid are kept, to prove who asks again. */
  isWithdrawn: z.boolean(),
  pending: pending.nullable(),
  addresses: z.record(z.string(), z.string()),
  /** Reports below this number may have been sent. */
  sequenceReserved: z.int().min(0),
  /** What users added, where the organisation lets them. */
  personalDestinations: z.array(personalDestination).max(mostPersonalDestinations).default([]),
  /** SHA-256 of the invitation by which it was enrolled silently the last time. */
  spentInvitation: sha256Hex.nullable().default(null),
  disconnecting: savedDisconnecting.default(neverDisconnected),
});
export type Saved = z.infer<typeof saved>;

/** As the file has it. */
const written = saved.extend({
  identity: identity.extend({ key: storedKey }).nullable(),
  pending: pending.extend({ key: storedKey }).nullable(),
});

const empty: Saved = {
  version: 1,
  identity: null,
  isWithdrawn: false,
  pending: null,
  addresses: {},
  sequenceReserved: 0,
  personalDestinations: [],
  spentInvitation: null,
  disconnecting: neverDisconnected,
};

export interface SavedState {
  readonly current: Saved;
  /** How the key of the identity is kept; without one, the file's way. */
  readonly keptKey: KeptKey;
  /** `state-unreadable`, `state-not-unsealed`, `machine-key-unavailable`: what is saved cannot be used, and `current` is empty. Null otherwise. */
  readonly trouble: AppError | null;
  /** What is saved, if all of it can be used but the machine certificate. */
  readonly withoutCertificate: Saved | null;
  /** The key of the last, which only a TPM can read. */
  readonly lockedKey: string | null;
  /** Reads again what could not be used; true if there is no trouble any more. */
  readAgain(): Promise<boolean>;
  /** Changes what is saved; resolves when it is on the disk. Changes take turns. What could not be used is kept beside it. */
  update(change: (before: Saved) => Saved): Promise<void>;
}

/** The one file, in the data directory. */
export function stateFile(directory: string): string {
  return path.join(directory, 'agent.json');
}

/** Never overwrites what it cannot use. @throws the system's error if there can be no such directory */
export async function openSaved(directory: string, keys: StoredKeys): Promise<SavedState> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = stateFile(directory);
  let found = await read(file, keys);
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = turn.then(act);
    turn = next.catch(() => undefined);
    return next;
  }

  return {
    get current() {
      return found.saved;
    },
    get keptKey() {
      return found.keptKey;
    },
    get trouble() {
      return found.trouble;
    },
    get withoutCertificate() {
      return found.withoutCertificate;
    },
    get lockedKey() {
      return found.lockedKey;
    },
    readAgain: () =>
      inTurn(async () => {
        if (found.trouble !== null) found = await read(file, keys);
        return found.trouble === null;
      }),
    update: (change) =>
      inTurn(async () => {
        const changed = change(found.saved);
        if (found.trouble !== null) await setAside(file);
        found = await write(file, changed, keys);
      }),
  };
}

interface Found {
  readonly saved: Saved;
  readonly keptKey: KeptKey;
  readonly trouble: AppError | null;
  readonly lockedKey: string | null;
  readonly withoutCertificate: Saved | null;
}

const nothing: Found = {
  saved: empty,
  keptKey: { kind: 'file' },
  trouble: null,
  lockedKey: null,
  withoutCertificate: null,
};

async function write(file: string, state: Saved, keys: StoredKeys): Promise<Found> {
  const { identity: own, pending: begun } = state;
  const key = own === null ? null : await keys.store(own.key);
  const begunKey = begun === null ? null : await keys.store(begun.key);
  const { personalDestinations, spentInvitation, disconnecting, ...rest } = state;
  const content: z.input<typeof written> = {
    ...rest,
    // Releases before know no such thing, and take what they do not know for damage.
    ...(personalDestinations.length === 0 ? {} : { personalDestinations }),
    ...(spentInvitation === null ? {} : { spentInvitation }),
    ...(disconnecting.sequence === 0 ? {} : { disconnecting }),
    identity: own === null || key === null ? null : { ...own, key: key.stored },
    pending: begun === null || begunKey === null ? null : { ...begun, key: begunKey.stored },
  };
  await replaceFile(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  return { ...nothing, saved: state, keptKey: key?.kept ?? nothing.keptKey };
}

async function setAside(file: string): Promise<void> {
  try {
    await rename(file, `${file}.unreadable`);
  } catch (error) {
    // Somebody has moved it away already.
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function read(file: string, keys: StoredKeys): Promise<Found> {
  let withoutCertificate: Saved | null = null;
  try {
    const { identity: own, pending: begun, ...rest } = written.parse(JSON.parse(await readFile(file, 'utf8')));
    const key = own === null ? null : await keys.open(own.key, file);
    const begunKey = begun === null ? null : await keys.open(begun.key, file);
    const found: Saved = {
      ...rest,
      identity: own === null || key === null ? null : { ...own, key: key.pem },
      pending: begun === null || begunKey === null ? null : { ...begun, key: begunKey.pem },
    };
    withoutCertificate = isUsableButForCertificate(found) ? found : null;
    assertUsable(found);
    return { ...nothing, saved: found, keptKey: key?.kept ?? nothing.keptKey };
  } catch (cause) {
    if (isMissing(cause)) return nothing;
    if (hasCode(cause, 'state-not-unsealed')) return { ...nothing, trouble: cause };
    if (cause instanceof LockedKey) return { ...nothing, trouble: cause.trouble, lockedKey: cause.pem };
    // A parser's message may quote a file that holds a key.
    return { ...nothing, withoutCertificate, trouble: new AppError('state-unreadable', { path: file }) };
  }
}
