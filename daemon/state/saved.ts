// What survives a restart: identity, addresses of names, the report's sequence. One 0600 file, replaced in one step.

import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors/app-error.ts';
import { deviceId, emsId, hostPort, serialHex, sha256Hex, siteName } from '../../shared/ids.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';

/** An enrolled device, with its key. */
const identity = z.strictObject({
  ems: hostPort,
  emsId,
  site: siteName,
  uid: deviceId,
  domains: z.array(z.string()),
  fabricCa: z.string(),
  fabricCaSha256: sha256Hex,
  key: z.string(),
  certificate: z.string(),
  serial: serialHex,
  enrolledBy: z.string(),
  enrolledByUid: z.int(),
  since: z.string(),
  /** Milliseconds since 1970. */
  renewAt: z.number(),
  certificateEnds: z.number(),
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
  /** Changes what is saved; resolves when it is on the disk. Changes take turns. */
  update(change: (before: Saved) => Saved): Promise<void>;
}

/** @throws AppError `state-unreadable`: nothing is overwritten then */
export async function openSaved(directory: string): Promise<SavedState> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, 'agent.json');
  let current = await read(file);
  let turn: Promise<void> = Promise.resolve();
  return {
    get current() {
      return current;
    },
    update(change) {
      const next = turn.then(async () => {
        const changed = change(current);
        await replaceFile(file, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 });
        current = changed;
      });
      turn = next.catch(() => undefined);
      return next;
    },
  };
}

async function read(file: string): Promise<Saved> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new AppError('state-unreadable', { path: file }, { cause });
  });
  if (text === null) return empty;
  try {
    return saved.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('state-unreadable', { path: file }, { cause });
  }
}
