// What survives a restart: identity, addresses of names, the report's sequence. One 0600 file, replaced in one step.

import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors/app-error.ts';
import { deviceId, emsId, hostPort, serialHex, sha256Hex, siteName } from '../../shared/ids.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import type { KeptKey } from '../keys/kept-key.ts';
import { assertUsable } from './usable.ts';

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

const saved = z.strictObject({
  version: z.literal(1),
  /** Null before the first enrolment and after leaving. */
  identity: identity.nullable(),
  /** The EMS has ended this identity; key and uid are kept, to prove who asks again. */
  isWithdrawn: z.boolean(),
  /** A key whose enrolment may have been answered while we were not there to hear it: asked again, it gets the same certificate. */
  pending: z.strictObject({ invitationSha256: sha256Hex, uid: deviceId, key: z.string() }).nullable(),
  addresses: z.record(z.string(), z.string()),
  /** Reports below this number may have been sent. */
  sequenceReserved: z.int().min(0),
});
export type Saved = z.infer<typeof saved>;

const empty: Saved = {
  version: 1,
  identity: null,
  isWithdrawn: false,
  pending: null,
  addresses: {},
  sequenceReserved: 0,
};

export interface SavedState {
  readonly current: Saved;
  /** How the key of the identity is kept. */
  readonly keptKey: KeptKey;
  /** `state-unreadable`: what is saved cannot be used, and `current` is empty. Null otherwise. */
  readonly trouble: AppError | null;
  /** Reads again what could not be used; true if there is no trouble any more. */
  readAgain(): Promise<boolean>;
  /** Changes what is saved; resolves when it is on the disk. Changes take turns. What could not be used is kept beside it. */
  update(change: (before: Saved) => Saved): Promise<void>;
}

/** Never overwrites what it cannot use. @throws the system's error if there can be no such directory */
export async function openSaved(directory: string): Promise<SavedState> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, 'agent.json');
  let found = await read(file);
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
      return { kind: 'file' } as const;
    },
    get trouble() {
      return found.trouble;
    },
    readAgain: () =>
      inTurn(async () => {
        if (found.trouble !== null) found = await read(file);
        return found.trouble === null;
      }),
    update: (change) =>
      inTurn(async () => {
        const changed = change(found.saved);
        if (found.trouble !== null) await setAside(file);
        await replaceFile(file, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 });
        found = { saved: changed, trouble: null };
      }),
  };
}

interface Found {
  readonly saved: Saved;
  readonly trouble: AppError | null;
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

async function read(file: string): Promise<Found> {
  try {
    const found = saved.parse(JSON.parse(await readFile(file, 'utf8')));
    assertUsable(found);
    return { saved: found, trouble: null };
  } catch (cause) {
    if (isMissing(cause)) return { saved: empty, trouble: null };
    // A parser's message may quote a file that holds a key.
    return { saved: empty, trouble: new AppError('state-unreadable', { path: file }) };
  }
}
