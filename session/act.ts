// Does what a state of a user's certificate asks for: requests, installs, cleans up, removes. Each may be done twice.

import { X509Certificate } from 'node:crypto';
import type { CertStore, StoreChange } from '../native/cert-store/cert-store.ts';
import type { IssuedToUser } from '../shared/agent/user-certificate.ts';
import { assertNever } from '../shared/assert-never.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { deviceId, emsId, siteName } from '../shared/ids.ts';
import { checkIssued } from '../shared/node/x509/check-issued.ts';
import { makeCsr } from '../shared/node/x509/csr.ts';
import { fingerprint } from '../shared/node/x509/fingerprint.ts';
import { type KeyPair, privateKeyPem } from '../shared/node/x509/keys.ts';
import type { Kept } from './kept.ts';
import type { Member, State } from './life.ts';
import type { Look, Stores } from './look.ts';

export interface ActPorts {
  readonly stores: Stores;
  readonly osUser: string;
  /** Asks the daemon. */
  readonly request: (csr: string) => Promise<IssuedToUser>;
  readonly now: () => number;
  /** A key that was made and not used yet: making one takes a while, and asking may fail for long. */
  readonly keyPair: () => Promise<KeyPair>;
}

/** States in which there is something to do. */
export type Due = Exclude<State, { readonly kind: 'none' | 'waiting' | 'installed' }>;

/** @throws AppError `store-refused`, `keyring-refused`, `certificate-unusable`, those of asking */
export async function act(state: Due, seen: Look, ports: ActPorts): Promise<void> {
  const { certificates } = ports.stores;
  switch (state.kind) {
    case 'requesting':
    case 'renewing':
      return await request(state.member, seen, ports);
    case 'installing':
      return await install(seen.kept, ports);
    case 'cleaning':
      return await removeAll(certificates, state.others);
    case 'removing':
      return await leave(state.ours, ports);
    default:
      return assertNever(state);
  }
}

/** A new key each time: a renewed certificate for an old one would live as long as whoever copied it wishes. */
async function request(member: Member, { kept }: Look, ports: ActPorts): Promise<void> {
  const keys = await ports.keyPair();
  const issued = await ports.request(await makeCsr(keys, member.uid));
  const now = ports.now();
  const name = {
    kind: 'user',
    emsId: emsId.parse(member.emsId),
    site: siteName.parse(member.site),
    uid: deviceId.parse(member.uid),
    osUser: ports.osUser,
  } as const;
  checkIssued(issued.certificate, { keys, name, serial: issued.serial, anchor: issued.issuer }, now);
  // What others hold of an earlier membership bears another uid: only here is it known.
  const isOtherMember = kept !== null && kept.uid !== member.uid;
  const previous = kept === null ? [] : [...kept.previous, ...(isOtherMember ? [kept.sha256] : [])];
  const next: Kept = {
    version: 1,
    emsId: name.emsId,
    site: name.site,
    uid: name.uid,
    keyPem: privateKeyPem(keys),
    certificatePem: issued.certificate,
    serial: issued.serial,
    sha256: fingerprint(new X509Certificate(issued.certificate).raw),
    ends: now + issued.validForMs,
    renewAt: now + issued.renewAfterMs,
    previous: previous.slice(-64),
  };
  const outcome = await ports.stores.file.write(Buffer.from(JSON.stringify(next)));
  if (outcome.kind !== 'written') throw new AppError('keyring-refused', { why: outcome.kind });
}

async function install(kept: Kept | null, { stores }: ActPorts): Promise<void> {
  if (kept === null) return;
  const { keyPem, certificatePem, uid } = kept;
  const friendlyName = `Stile ${uid.slice(0, 8)}`;
  assertDone(await stores.certificates.install({ keyPem, certificatePem, friendlyName }));
}

async function removeAll(certificates: CertStore, all: readonly string[]): Promise<void> {
  // Each is tried, whatever becomes of another.
  const changes: StoreChange[] = [];
  for (const sha256 of all) changes.push(await certificates.remove(sha256));
  for (const change of changes) assertDone(change);
}

async function leave(ours: readonly string[], { stores }: ActPorts): Promise<void> {
  await removeAll(stores.certificates, ours);
  // The file stays until its key can go with it: alone it is of no use, and tells that there is something left to do.
  if ((await stores.secrets.status()).kind === 'locked') throw new AppError('keyring-refused', { why: 'locked' });
  const outcome = await stores.file.remove();
  if (outcome.kind !== 'removed') throw new AppError('keyring-refused', { why: outcome.kind });
}

/** A place that only the user can open is shown, and passed over; one that fails is tried again. */
function assertDone(change: StoreChange): void {
  if (change.kind === 'unavailable') throw new AppError('store-refused', { why: change.why });
  const failed = change.places.flatMap(({ name, outcome }) =>
    outcome.kind === 'failed' ? [`${name}: ${outcome.why}`] : [],
  );
  if (failed.length > 0) throw new AppError('store-refused', { why: failed.join('; ').slice(0, 500) });
}
