// When a key in the TPM is looked after: only where something does not come about, and until it works again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { neverDisconnected } from '../../../../daemon/disconnection/saved-disconnecting.ts';
import { keyProvider } from '../../../../daemon/keys/key-provider.ts';
import { watchTpmKey } from '../../../../daemon/keys/key-watch.ts';
import type { SavedState } from '../../../../daemon/state/saved.ts';
import { makeStore, type Store } from '../../../../daemon/state/store.ts';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import { silentLog } from '../../../../shared/log.ts';
import { systemClock } from '../../../../shared/node/system-clock.ts';
import { foreignTpmKey } from '../../../doubles/foreign-tpm-key.ts';

const failure = { code: 'x', message: 'x', next: 'x' };
const soon = '2026-01-01T00:00:00.000Z';
const gateway = { id: 'gw', addresses: ['localhost:9443'], serverName: 'gw.corp.test' } as unknown;
const failing = [{ gateway, link: { kind: 'failing', failure, retryAt: soon } }] as AgentState['gateways'];

const isUp = (store: Store, reportedAgoMs: number) =>
  store.apply({
    kind: 'link',
    link: { kind: 'connected', since: soon, lastReport: new Date(systemClock.now() - reportedAgoMs).toISOString() },
  });

/** A watch in a process that cannot use the key; `elsewhere` is what another process says. */
function watched(elsewhere: string | null) {
  const store = makeStore('test');
  const relaunched = Promise.withResolvers<void>();
  let looks = 0;
  const keys = {
    ...keyProvider({ wanted: 'tpm', tpm: null, here: 'plain' }),
    async whyUnusable() {
      looks += 1;
      return elsewhere;
    },
  };
  const saved: SavedState = {
    current: {
      version: 1,
      identity: null,
      isWithdrawn: false,
      pending: null,
      addresses: {},
      sequenceReserved: 0,
      personalDestinations: [],
      spentInvitation: null,
      disconnecting: neverDisconnected,
    },
    keptKey: { kind: 'tpm' },
    trouble: null,
    withoutCertificate: null,
    lockedKey: foreignTpmKey,
    readAgain: async () => false,
    update: async () => undefined,
  };
  const world = { saved, store, keys, relaunch: relaunched.resolve, clock: systemClock, log: silentLog };
  const watch = watchTpmKey(world, { glanceMs: 5, contentMs: 5, firstMs: 5, longestMs: 5 });
  return {
    store,
    relaunched: relaunched.promise,
    looks: () => looks,
    until: async (claim: (state: AgentState) => boolean) => {
      const limit = AbortSignal.timeout(10_000);
      while (!claim(store.current)) await sleep(5, undefined, { signal: limit });
    },
    [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose](),
  };
}

const isWarned = ({ warnings }: AgentState) => warnings.some(({ text }) => text.includes('it was cleared'));

const suspicious: Readonly<Record<string, (store: Store) => void>> = {
  'the EMS is not connected': () => undefined,
  'a gateway is not reached': (store) => {
    isUp(store, 0);
    store.apply({ kind: 'gateways', gateways: failing });
  },
  'no report got through for long': (store) => isUp(store, 200_000),
};
for (const [claim, happen] of Object.entries(suspicious))
  test(`while ${claim}, the key is tried, and what is wrong with it told`, async () => {
    await using watch = watched('it was cleared');
    happen(watch.store);
    await watch.until(isWarned);
  });

test('while all is well the key is left alone, and what was told of it is taken back', async () => {
  await using watch = watched('it was cleared');
  await watch.until(isWarned);
  isUp(watch.store, 0);
  await watch.until((state) => !isWarned(state));
  const looks = watch.looks();
  await sleep(50);
  assert.equal(watch.looks(), looks);
});

test('a key that only a new process can use gets a new process', async () => {
  await using watch = watched(null);
  await watch.relaunched;
  assert.ok(!isWarned(watch.store.current));
});
