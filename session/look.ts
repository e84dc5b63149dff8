// Looks at everything that a user's certificate depends on: the sealed file, the browsers' stores, the daemon's state.

import type { CertStore, StoredCertificate, StoreStatus } from '../native/cert-store/cert-store.ts';
import type { SealedFile } from '../native/secret-store/sealed-file.ts';
import type { SecretKeeper, SecretStore } from '../native/secret-store/secret-store.ts';
import type { AgentState } from '../shared/agent/agent-state.ts';
import type { StoreReport } from '../shared/agent/user-certificate.ts';
import { type Kept, type KeptAnswer, readKept } from './kept.ts';
import type { Seen } from './life.ts';
import { emsStanding, membershipOf } from './membership.ts';

export interface Stores {
  readonly certificates: CertStore;
  /** The user's own keyring, which the sealed file prefers. */
  readonly secrets: Pick<SecretStore, 'status'>;
  readonly file: SealedFile;
}

/** What was seen, with what is needed to act on it. */
export interface Look {
  readonly seen: Seen;
  readonly kept: Kept | null;
  /** Who keeps the wrapping key; null if nothing is kept. */
  readonly keeper: SecretKeeper | null;
  /** For the daemon: what the stores hold. */
  readonly store: StoreReport['store'];
}

export async function look(
  { certificates, secrets, file }: Stores,
  state: Pick<AgentState, 'enrollment' | 'userCertificates'>,
  osUser: string,
  now: number,
): Promise<Look> {
  const [keyring, answer, status, contents] = await Promise.all([
    secrets.status(),
    readKept(file),
    certificates.status(),
    certificates.list(),
  ]);
  const kept = answer.kind === 'kept' ? answer.kept : null;
  const membership = membershipOf(state);
  const sealed = sealedOf(answer, keyring.kind);
  const store = { secrets: keyring.kind, ...reported(status, contents, osUser) };
  const ems = emsStanding(state, osUser, kept?.serial ?? null);
  const places = placesOf(status, contents, osUser, kept, membership);
  return {
    kept,
    keeper: answer.kind === 'kept' ? answer.keeper : null,
    store,
    seen: { now, membership, sealed, store: places, ems },
  };
}

function sealedOf(answer: KeptAnswer, keyring: 'ok' | 'locked' | 'absent'): Seen['sealed'] {
  // A new key would be kept in the keyring that is there: a locked one is waited for.
  if (answer.kind === 'none' || answer.kind === 'lost') return { kind: keyring === 'locked' ? 'locked' : answer.kind };
  if (answer.kind !== 'kept') return answer;
  const { emsId, site, uid, sha256, serial, ends, renewAt } = answer.kept;
  return { kind: 'held', held: { member: { emsId, site, uid }, sha256, serial, ends, renewAt } };
}

type Contents = Awaited<ReturnType<CertStore['list']>>;

function placesOf(
  status: StoreStatus,
  contents: Contents,
  osUser: string,
  kept: Kept | null,
  membership: Seen['membership'],
): Seen['store'] {
  if (status.kind === 'unavailable') return status;
  if (contents.kind === 'unavailable') return contents;
  const uid = membership.kind === 'member' ? membership.member.uid : null;
  const ours = contents.certificates.filter((each) => each.name.osUser === osUser);
  // A place that the user has locked keeps what it has: nobody but the user can take it out.
  const others = ours.filter(
    ({ sha256, name, places }) =>
      sha256 !== kept?.sha256 &&
      (name.uid === uid || kept?.previous.includes(sha256) === true) &&
      places.some(({ key }) => key !== 'unknown'),
  );
  return {
    kind: 'there',
    missingAt: kept === null ? [] : missingAt(status, ours, kept.sha256),
    others: others.map(({ sha256 }) => sha256),
    ours: ours.map(({ sha256 }) => sha256),
    locked: status.places.filter(({ state }) => state.kind === 'locked').map(({ name }) => name),
  };
}

/** Places that can be used, and in which the certificate is not, or lies without its key. */
function missingAt(
  status: Extract<StoreStatus, { kind: 'there' }>,
  ours: readonly StoredCertificate[],
  sha256: string,
): readonly string[] {
  const held = ours.find((each) => each.sha256 === sha256);
  const whole = new Set(held?.places.filter(({ key }) => key !== 'missing').map(({ name }) => name));
  return status.places
    .filter(({ state, name }) => (state.kind === 'ready' || state.kind === 'absent') && !whole.has(name))
    .map(({ name }) => name);
}

function reported(status: StoreStatus, contents: Contents, osUser: string): Omit<StoreReport['store'], 'secrets'> {
  if (status.kind === 'unavailable' || contents.kind === 'unavailable') return { certificates: 'absent', browsers: [] };
  const ours = contents.certificates.filter((each) => each.name.osUser === osUser);
  const isLocked = status.places.length > 0 && status.places.every(({ state }) => state.kind === 'locked');
  return {
    certificates: isLocked ? 'locked' : 'ok',
    browsers: status.places.slice(0, 64).map((place) => ({
      name: `${place.readBy}: ${place.name}`.slice(0, 300),
      installed: ours
        .filter(({ places }) => places.some(({ name }) => name === place.name))
        .map(({ sha256 }) => sha256)
        .slice(0, 64),
    })),
  };
}
