// One certificate store made of several places: asks all of them, changes all of them, and believes what it then sees.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import type {
  CertStore,
  PlaceOutcome,
  PlaceState,
  StoreChange,
  StoredCertificate,
  StorePlace,
  StoreUnavailable,
  UserIdentity,
} from './cert-store.ts';
import { type OwnCertificate, ownCertificate } from './ours.ts';

/** A certificate of ours in one place. */
export type HeldCertificate = OwnCertificate & { readonly key: StoredCertificate['places'][number]['key'] };

/** What a system does in one place; when to do it is decided here. A `string` says why something was not done. */
export interface Place extends StorePlace {
  state(): Promise<PlaceState>;
  /** Certificates of ours. Only asked where the state is `ready` or `locked`. */
  held(): Promise<readonly HeldCertificate[] | string>;
  /** Only asked where the state is `ready` or `absent`, and the certificate with its key is not there yet. */
  add(identity: UserIdentity, certificate: OwnCertificate): Promise<string | null>;
  /** Only asked where the state is `ready` and the certificate is there, with its key or without. */
  remove(certificate: HeldCertificate): Promise<string | null>;
  /** Only where the system itself chooses certificates. `null` takes the choice back. */
  offerTo?(host: string, certificate: HeldCertificate | null): Promise<string | null>;
}

export function storeOverPlaces(findPlaces: () => Promise<readonly Place[] | StoreUnavailable>): CertStore {
  let last: Promise<unknown> = Promise.resolve();
  /** Tools of one database must not run beside each other, or each acts on what the other is changing. */
  function inTurn<T>(work: (places: readonly Place[]) => Promise<T>): Promise<T | StoreUnavailable> {
    const result = last.then(async () => {
      const places = await findPlaces();
      return 'kind' in places ? places : await work(places);
    });
    last = result.catch(() => undefined);
    return result;
  }

  function change(act: (place: Place) => Promise<PlaceOutcome>): Promise<StoreChange> {
    return inTurn(async (places) => {
      const tried = [];
      for (const place of places) tried.push({ ...nameOf(place), outcome: await act(place) });
      return { kind: 'tried', places: tried };
    });
  }

  return {
    list: () => inTurn(listAll),
    install: (identity) => {
      const certificate = checked(identity);
      return change((place) => installIn(place, identity, certificate));
    },
    remove: (sha256) => change((place) => removeFrom(place, sha256)),
    offer: (hosts, sha256) => change((place) => offerIn(place, hosts, sha256)),
    status: () =>
      inTurn(async (places) => {
        const told = [];
        for (const place of places) told.push({ ...nameOf(place), state: await place.state() });
        return { kind: 'there', places: told };
      }),
  };
}

async function listAll(places: readonly Place[]) {
  const found = new Map<string, StoredCertificate>();
  const unread: StorePlace[] = [];
  for (const place of places) {
    const held = await heldBy(place, await place.state());
    if (typeof held === 'string') unread.push(nameOf(place));
    else
      for (const { key, ...certificate } of held) {
        const others = found.get(certificate.sha256)?.places ?? [];
        found.set(certificate.sha256, { ...certificate, places: [...others, { ...nameOf(place), key }] });
      }
  }
  return { kind: 'read', certificates: [...found.values()], unread } as const;
}

async function installIn(place: Place, identity: UserIdentity, certificate: OwnCertificate): Promise<PlaceOutcome> {
  const state = await place.state();
  if (state.kind === 'locked') return state;
  const before = await heldBy(place, state);
  if (typeof before === 'string') return { kind: 'failed', why: before };
  if (isUsable(before, certificate)) return { kind: 'unchanged' };
  const why = await place.add(identity, certificate);
  if (why !== null) return { kind: 'failed', why };
  const after = await place.held();
  if (typeof after !== 'string' && isUsable(after, certificate)) return { kind: 'changed' };
  return { kind: 'failed', why: 'it took the certificate, but does not show it with its key' };
}

async function removeFrom(place: Place, sha256: string): Promise<PlaceOutcome> {
  const state = await place.state();
  const before = await heldBy(place, state);
  if (typeof before === 'string') return { kind: 'failed', why: before };
  const certificate = before.find((each) => each.sha256 === sha256);
  if (certificate === undefined) return { kind: 'unchanged' };
  if (state.kind === 'locked') return state;
  const why = await place.remove(certificate);
  if (why !== null) return { kind: 'failed', why };
  const after = await place.held();
  if (typeof after !== 'string' && !after.some((each) => each.sha256 === sha256)) return { kind: 'changed' };
  return { kind: 'failed', why: 'it was told to remove the certificate, but still shows it' };
}

async function offerIn(place: Place, hosts: readonly string[], sha256: string | null): Promise<PlaceOutcome> {
  if (place.offerTo === undefined) return { kind: 'unchanged' };
  const state = await place.state();
  if (state.kind === 'locked') return state;
  const held = await heldBy(place, state);
  if (typeof held === 'string') return { kind: 'failed', why: held };
  const certificate = held.find((each) => each.sha256 === sha256 && each.key === 'there') ?? null;
  if (certificate === null && sha256 !== null) return { kind: 'failed', why: 'the certificate is not there' };
  for (const host of hosts) {
    const why = await place.offerTo(host, certificate);
    if (why !== null) return { kind: 'failed', why };
  }
  return { kind: hosts.length > 0 ? 'changed' : 'unchanged' };
}

async function heldBy(place: Place, state: PlaceState): Promise<readonly HeldCertificate[] | string> {
  switch (state.kind) {
    case 'absent':
      return [];
    case 'refused':
      return state.why;
    case 'locked':
    case 'ready':
      return await place.held();
  }
}

function isUsable(held: readonly HeldCertificate[], certificate: OwnCertificate): boolean {
  return held.some((each) => each.sha256 === certificate.sha256 && each.key === 'there');
}

function checked(identity: UserIdentity): OwnCertificate {
  const certificate = ownCertificate(identity.certificatePem);
  if (certificate === undefined) throw new TypeError('this certificate names no user of ours');
  const isPair = new X509Certificate(identity.certificatePem).checkPrivateKey(createPrivateKey(identity.keyPem));
  if (!isPair) throw new TypeError('this certificate is for another key');
  return certificate;
}

function nameOf({ name, readBy }: StorePlace): StorePlace {
  return { name, readBy };
}
