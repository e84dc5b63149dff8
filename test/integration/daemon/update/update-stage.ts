// An agent's updates with everything around them: a real server, a real folder, a store, a clock that a test moves.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeStore, type Store } from '../../../../daemon/state/store.ts';
import { keptUpdates } from '../../../../daemon/update/saved-updates.ts';
import { trustedFolder } from '../../../../daemon/update/trusted-folder.ts';
import { startUpdates, type Updates } from '../../../../daemon/update/updates.ts';
import type { UpdateState } from '../../../../shared/agent/update-state.ts';
import { silentLog } from '../../../../shared/log.ts';
import type { Manifest, Release } from '../../../../shared/update/manifest.ts';
import { type MovedClock, movedClock } from '../../../doubles/moved-clock.ts';
import { type FakePackageManager, fakePackageManager } from '../../../doubles/package-manager.ts';
import {
  exampleManifest,
  examplePackage,
  exampleRelease,
  feedBytes,
  type Holders,
  holders,
} from '../../../doubles/update-feed.ts';

export const packageBytes = 'the package';

export interface UpdateStage extends AsyncDisposable {
  /** Whether there is a feed; may be changed at any time, as an organisation may. */
  readonly settled: { isOn: boolean };
  readonly store: Store;
  readonly clock: MovedClock;
  readonly manager: FakePackageManager;
  readonly keys: Holders;
  /** What the server has, by path; anything else is not found. */
  readonly served: Map<string, Buffer | string>;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** Signs and serves a feed with this release, and the package. */
  offer(over?: Partial<Manifest>, release?: Partial<Release>): void;
  /** Starts them, or starts them again as after a restart of the agent. */
  start(version?: string): Promise<Updates>;
  stop(): Promise<void>;
  /** Resolves with the first state of that kind from now on. */
  until<K extends UpdateState['kind']>(kind: K): Promise<Extract<UpdateState, { kind: K }>>;
  /** Files in the folder of downloads. */
  kept(): Promise<readonly string[]>;
}

export async function updateStage(): Promise<UpdateStage> {
  const stack = new AsyncDisposableStack();
  const directory = await mkdtemp(path.join(tmpdir(), 'stile-updates-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const keys = holders();
  const keysFile = path.join(directory, 'update-keys.json');
  await writeFile(keysFile, JSON.stringify(keys.trusted));
  const served: UpdateStage['served'] = new Map();
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const bytes = served.get(url);
    if (bytes === undefined) response.writeHead(404);
    response.end(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => void server.close());

  const feed = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/stile/stile-feed.json`);
  const settled = { isOn: true };
  const store = makeStore('0.1.0');
  const clock = movedClock();
  const manager = fakePackageManager();
  let updates: Updates | null = null;

  async function stop(): Promise<void> {
    await updates?.[Symbol.asyncDispose]();
    updates = null;
  }
  stack.defer(stop);

  return {
    settled,
    store,
    clock,
    manager,
    keys,
    served,
    asked,
    offer(over = {}, release = {}) {
      const now = clock.now();
      const packages = [examplePackage({ size: packageBytes.length, sha256: sha256Of(packageBytes) })];
      const releases = [exampleRelease({ packages, ...release }, now)];
      served.set('/stile/stile-feed.json', feedBytes(exampleManifest({ releases, ...over }, now), keys.privateKeys));
      served.set(`/stile/${packages[0]?.name}`, packageBytes);
    },
    async start(version = '0.1.0') {
      await stop();
      updates = startUpdates({
        source: () => (settled.isOn ? { feed, ring: 'stable' } : null),
        rules: () => ({ installAfterHours: 24, postponeHours: 10, window: null, localHour: () => 12 }),
        version,
        keysFile,
        manager,
        folder: () => trustedFolder(directory, { kind: 'owner', uid: process.getuid?.() ?? 0 }),
        saved: await keptUpdates(directory, () => undefined),
        store,
        clock,
        random: () => 0,
        log: silentLog,
        times: { lookMs: 10, watchMs: 10 },
      });
      return updates;
    },
    stop,
    until: (kind) => untilKind(store, kind),
    kept: async () => (await readdir(path.join(directory, 'updates'), { recursive: true })).sort(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function untilKind<K extends UpdateState['kind']>(store: Store, kind: K): Promise<Extract<UpdateState, { kind: K }>> {
  const isIt = (update: UpdateState): update is Extract<UpdateState, { kind: K }> => update.kind === kind;
  return new Promise((resolve, reject) => {
    const before = failureIn(store.current.update);
    const look = (): boolean => {
      const { update } = store.current;
      const failure = failureIn(update);
      // One of before may still be shown when something else is waited for.
      const isBroken = failure !== null && failure !== before;
      if (isIt(update)) resolve(update);
      else if (isBroken) reject(new Error(failure));
      return isIt(update) || isBroken;
    };
    if (isIt(store.current.update)) {
      look();
      return;
    }
    const unsubscribe = store.subscribe(() => {
      if (look()) unsubscribe();
    });
  });
}

function failureIn(update: UpdateState): string | null {
  return update.kind === 'failed' ? `${update.failure.code}: ${update.failure.message}` : null;
}
