// This machine's platform with users and addresses that a test decides about, so that it need not be root.

import type { FactSource, FactSourceOptions } from '../../native/facts/facts.ts';
import type { LocalUser, LocalUsers, SessionUsers } from '../../native/local-users/local-users.ts';
import type { ManagedReading } from '../../native/managed/managed.ts';
import { type Platform, platformFor } from '../../native/platform.ts';
import type { SocketOwner } from '../../native/socket-owner/socket-owner.ts';
import { ipAddressesFact } from '../../shared/posture/fact-name.ts';

export interface FakeUsers {
  administrators: readonly number[];
  sessions: SessionUsers;
  known: readonly LocalUser[];
  /** Replaces what the kernel says about a local connection. */
  owner: SocketOwner | null;
}

export interface FakePlatform extends Platform {
  readonly users: FakeUsers;
  /** Replaces what the kernel says of the machine's addresses. */
  readonly network: { addresses: readonly string[] | null };
  /** Makes this what is managed from now on; nothing is at first. */
  manage(reading: ManagedReading): void;
  /** What its firmware tells. */
  readonly firmware: { serial: string | null };
}

/** Whoever runs the test is an administrator here, and nobody has a session. Everything else is real. */
export function fakePlatform(facts: FactSourceOptions = {}): FakePlatform {
  const real = platformFor(process.platform);
  const me = process.getuid?.() ?? 0;
  const users: FakeUsers = {
    administrators: [me],
    sessions: { kind: 'known', users: [] },
    known: [{ uid: me, gid: 0, name: 'tester' }],
    owner: null,
  };
  const localUsers: LocalUsers = {
    withSession: async () => users.sessions,
    byUid: async (uid) => lookUp(users.known.find((user) => user.uid === uid)),
    byName: async (name) => lookUp(users.known.find((user) => user.name === name)),
    isAdministrator: async (uid) => ({ kind: users.administrators.includes(uid) ? 'yes' : 'no' }),
  };
  const network: FakePlatform['network'] = { addresses: null };
  const listeners = new Set<() => void>();
  let reading: ManagedReading = { kind: 'none' };
  const firmware: FakePlatform['firmware'] = { serial: null };
  return {
    ...real,
    users,
    network,
    firmware,
    serialNumber: async () => firmware.serial,
    localUsers,
    managed: {
      read: () => Promise.resolve(reading),
      watch(onChange) {
        listeners.add(onChange);
        return { [Symbol.asyncDispose]: async () => void listeners.delete(onChange) };
      },
    },
    manage(next) {
      reading = next;
      for (const listener of listeners) listener();
    },
    facts: (options) => {
      const source = real.facts({ pollMs: 200, processPollMs: 200, ...facts, ...options });
      return { ...source, collect: collectWith(source, network) };
    },
    socketOwners() {
      const owners = real.socketOwners();
      return {
        ownerOfConnection: async (connection) => users.owner ?? (await owners.ownerOfConnection(connection)),
        programOf: (owner) => owners.programOf(owner),
        [Symbol.asyncDispose]: () => owners[Symbol.asyncDispose](),
      };
    },
  };
}

function collectWith(source: FactSource, network: FakePlatform['network']): FactSource['collect'] {
  return async (fact, signal) => {
    if (fact !== ipAddressesFact || network.addresses === null) return await source.collect(fact, signal);
    const value = { kind: 'ip-addresses' as const, addresses: [...network.addresses] };
    return { fact, reading: { kind: 'known', value } };
  };
}

function lookUp(user: LocalUser | undefined) {
  return user === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'known', user } as const);
}
