// Composes a running daemon from its parts; owns them and closes them in reverse.

import type { Platform } from '../native/platform.ts';
import { agentContract } from '../shared/agent/agent-contract.ts';
import type { Clock } from '../shared/clock.ts';
import { beatTimeoutMs } from '../shared/ems/events.ts';
import { defaultShellPolicy } from '../shared/ems/shell-policy.ts';
import type { Logger } from '../shared/log.ts';
import { claimDirectory } from '../shared/node/claim-directory.ts';
import { isAllowed } from '../shared/node/local-socket/authorize.ts';
import type { KnownCaller } from '../shared/node/local-socket/caller.ts';
import { serveLocal } from '../shared/node/local-socket/server.ts';
import { systemClock } from '../shared/node/system-clock.ts';
import { version } from '../shared/node/version.ts';
import { Activity } from './activity/activity.ts';
import { type Agent, startAgent } from './agent.ts';
import type { Config } from './config.ts';
import { gateOf } from './disconnection/gate.ts';
import { type Disconnecting, keepDisconnecting } from './disconnection/keep.ts';
import { tellOf } from './disconnection/tell-ems.ts';
import { rightToEnroll } from './enrollment/right-to-enroll.ts';
import { keepSilentEnrollment, type SilentTimes } from './enrollment/silent/keep.ts';
import { invitationPlaces } from './enrollment/silent/place.ts';
import { denialSentences } from './explain/denial-sentences.ts';
import { hostsFileOf } from './hosts.ts';
import { osFamily } from './inventory.ts';
import { authorizeBy } from './ipc/authorize.ts';
import { agentHandlers } from './ipc/handlers.ts';
import { tellState } from './ipc/tell-state.ts';
import { type Viewer, visibleState } from './ipc/visible-state.ts';
import { keyProvider } from './keys/key-provider.ts';
import { watchTpmKey } from './keys/key-watch.ts';
import { tpmProcess, wantedKind } from './keys/launch.ts';
import { storedKeys } from './keys/stored-keys.ts';
import { tunnelUsers } from './local-users.ts';
import type { LogRing } from './log-ring.ts';
import { openManaged } from './managed/managed.ts';
import { settledConfig } from './managed/settled-config.ts';
import { tellManaged } from './managed/tell-managed.ts';
import { openPublisher } from './names/publisher.ts';
import { readAddresses } from './network/addresses.ts';
import { askEms } from './network/ask.ts';
import type { FabricTimes } from './network/fabric.ts';
import { proveOutsideTunnels, watchFabric } from './network/watch-fabric.ts';
import { type NetworkWatchTimes, watchNetwork } from './network/watch-network.ts';
import { isNews } from './state/reduce.ts';
import { openSaved, type SavedState } from './state/saved.ts';
import { makeStore } from './state/store.ts';
import { startTunnels, type Tunnels } from './tunnel/tunnels.ts';
import { removalOf, type Uninstall, uninstallOf } from './uninstall/uninstall.ts';
import { openUpdates, type UpdateWorld } from './update/open-updates.ts';
import { ofUsersIn } from './users/of-users.ts';
import { keepBrowsers } from './web/browsers.ts';
import { browserPoliciesOf } from './web/policies.ts';
import { isoTime, type World } from './world.ts';

export interface DaemonOptions {
  readonly config: Config;
  readonly platform: Platform;
  readonly log: Logger;
  readonly logRing: LogRing;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** After so long without a beat the EMS is dialled anew; 25 s, shorter in tests. */
  readonly beatTimeoutMs?: number;
  /** How often the network is looked at and asked; faster in tests. */
  readonly networkTimes?: Partial<NetworkWatchTimes>;
  readonly fabricTimes?: FabricTimes;
  readonly silentTimes?: SilentTimes;
  readonly updates?: UpdateWorld;
  /** The machine key needs another process; whoever runs this one ends it and starts that. */
  readonly onRelaunch?: () => void;
}

export interface RunningDaemon extends AsyncDisposable {
  readonly socket: string;
}

/** Undoes what a crash left, then goes on as saved. @throws AppError `directory-busy`, `socket-busy` */
export async function startDaemon(options: DaemonOptions): Promise<RunningDaemon> {
  await using opening = new AsyncDisposableStack();
  const { platform, log } = options;
  // Two daemons would undo each other's changes: to what is saved, and to the machine.
  opening.use(await claimDirectory(options.config.dataDirectory));
  const managed = opening.use(await openManaged(platform, options.config.dataDirectory, log));
  const config = settledConfig(options.config, () => managed.current.values);
  const saved = await openSaved(
    config.dataDirectory,
    storedKeys({ wanted: config.machineKey === 'file' ? 'file' : 'sealed', seal: platform.keySeal, log }),
  );
  await keepAsWanted(saved, log);
  const store = makeStore(version);
  const clock = options.clock ?? systemClock;
  const activity = new Activity(clock);
  const random = options.random ?? Math.random;
  const world: World = {
    config,
    platform,
    store,
    saved,
    clock,
    random,
    log,
    beatTimeoutMs: options.beatTimeoutMs ?? beatTimeoutMs,
    keys: keyProvider({ wanted: wantedKind(config), tpm: await tpmProcess(config, platform.tpm) }),
    relaunch: options.onRelaunch ?? (() => log.error('the machine key needs another process')),
  };
  const users = tunnelUsers(config, saved, platform.localUsers);
  const owners = opening.use(platform.socketOwners());

  const ofUsers = opening.use(ofUsersIn(world, { users, owners, membership: () => agent.membership }));

  const updates = opening.use(await openUpdates(world, options.updates));
  // Callers wait until it is up.
  const up = Promise.withResolvers<Agent>();
  const authorize = authorizeBy(platform.localUsers, users);
  const viewerOf = async (caller: KnownCaller): Promise<Viewer> => ({
    uid: caller.uid,
    isAdministrator: await isAllowed(authorize, caller, 'admin'),
  });
  const server = opening.use(
    await serveLocal(agentContract, {
      path: config.socket,
      mode: 0o666,
      product: `stile-agent ${version}`,
      handlers: agentHandlers(world, up.promise, {
        users,
        ofUsers,
        disconnecting: () => disconnecting,
        uninstall: () => uninstall,
        ring: options.logRing,
        activity,
        updates,
        viewerOf,
        rightToEnroll: async (caller, fabricCa) =>
          rightToEnroll(
            {
              isAdministrator: await isAllowed(authorize, caller, 'admin'),
              isUser: await isAllowed(authorize, caller, 'user'),
            },
            fabricCa,
            { allowedEms: config.allowedEms, hasUnreadableState: saved.trouble !== null },
          ),
        visibleTo: async (caller) => visibleState(store.current, await viewerOf(caller)),
      }),
      authorize: async (caller, rights) => {
        await up.promise;
        return await authorize(caller, rights);
      },
      snapshot: () => ({ state: store.current }),
      viewsFor: async (caller) => {
        const viewer = await viewerOf(caller);
        return { state: (state) => visibleState(state, viewer) };
      },
      log,
    }),
  );
  const hosts = hostsFileOf(config, platform, log);
  const repaired = await hosts.repair();
  if (repaired.kind !== 'unchanged') log.info('the hosts file was looked after', { outcome: repaired.kind });
  const policies = browserPoliciesOf(config, platform, log);
  // What an earlier life left: without a profile, nobody knows yet whether it is still wanted.
  await policies.clear();
  const browsers = opening.use(
    keepBrowsers({
      policies,
      firefox: config.firefoxCertificates,
      now: () => clock.now(),
      onState: (web) => store.apply({ kind: 'web', web }),
      onWarning: (code, warning) => store.apply({ kind: 'warning', code, warning }),
      log,
    }),
  );

  const tunnels: Tunnels = opening.use(
    startTunnels({
      ownerOf: (connection) => owners.ownerOfConnection(connection),
      mayUse: (uid) => users.mayUse(uid),
      userName: (uid) => users.nameOf(uid),
      explain: (denial, destination) =>
        denialSentences(
          isoTime(clock.now()),
          denial,
          destination,
          store.current,
          agent.membership?.profile ?? null,
          osFamily(world),
        ),
      hold: (...wanted) => ofUsers.signIns.hold(...wanted),
      onDenial: (record, whose) => {
        activity.denied(record, whose);
        store.apply({ kind: 'denied', record });
      },
      onReached: (destination, at) => {
        if (isNews(store.current, destination, at)) store.apply({ kind: 'reached', destination, at });
      },
      onSessions: (sessions) => store.apply({ kind: 'sessions', sessions: [...sessions] }),
      onCarried: (...opened) => activity.carried(...opened),
      onEnded: (id) => activity.ended(id),
      onGateways: (gateways) => store.apply({ kind: 'gateways', gateways: [...gateways] }),
      warmTarget: config.warmConnections,
      poolIdleMs: () => agent.membership?.profile?.timers.poolIdleMs ?? 90_000,
      clock,
      random: world.random,
      log,
    }),
  );
  const publisher = opening.use(
    openPublisher({
      hosts,
      prepare: (address) => platform.loopback.prepare(address),
      tunnels,
      assigned: () => saved.current.addresses,
      assign: async (addresses) => {
        if (JSON.stringify(addresses) === JSON.stringify(saved.current.addresses)) return;
        await saved.update((state) => ({ ...state, addresses: { ...addresses } }));
      },
      range: config.loopbackRange,
      onStates: (destinations) => store.apply({ kind: 'destinations', destinations: [...destinations] }),
      onBlocked: (detail) => store.apply({ kind: 'warning', code: 'hosts-blocked', warning: hostsWarning(detail) }),
      log,
    }),
  );
  const gate = gateOf({ tunnels, publisher }, () => saved.current.disconnecting.current !== null);
  const agent: Agent = opening.use(startAgent(world, { ...gate, browsers, ofUsers }));
  const disconnecting: Disconnecting = opening.use(keepDisconnecting(world, gate, () => tellOf(agent.membership)));
  const uninstall: Uninstall = opening.use(
    uninstallOf(world, {
      packages: platform.packageManager(removalOf(config.dataDirectory, platform.name)),
      profile: () => agent.membership?.profile ?? null,
      tell: (by) => disconnecting.tellRemoval(by),
    }),
  );
  opening.use(
    tellManaged({
      managed,
      store,
      told: () => agent.membership?.profile?.shellPolicy ?? defaultShellPolicy,
      // Destinations of the users' own come and go with it; the publisher shows what fails.
      onPolicy: () => void agent.membership?.announce(),
    }),
  );
  const places = () => invitationPlaces(config, platform, managed.current.values.Invitation);
  const silent = opening.use(keepSilentEnrollment(world, agent, places, options.silentTimes));
  opening.use(watchTpmKey(world));
  const facts = platform.facts();
  const fabric = opening.use(
    watchFabric({
      store,
      onFabric: () => agent.membership?.profile?.onFabric ?? null,
      prove: proveOutsideTunnels(config.loopbackRange),
      clock,
      times: options.fabricTimes,
    }),
  );
  opening.use(
    watchNetwork({
      store,
      addresses: (signal) => readAddresses(facts, signal),
      onAddresses: (addresses) => fabric.look(addresses),
      ask: (signal) => askEms(saved.current.identity, signal),
      hurry: () => {
        agent.membership?.hurry();
        silent.hurry();
      },
      clock,
      random,
      log,
      ...(options.networkTimes === undefined ? {} : { times: options.networkTimes }),
    }),
  );
  up.resolve(agent);
  // At the end the socket closes first, so that no command comes to an agent that has ended.
  opening.use(server);
  opening.use(tellState(store, server, log));
  log.info('the agent is up', { socket: config.socket });
  const owned = opening.move();
  return { socket: config.socket, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Keys that lie otherwise than the settings and this machine want are written anew. */
async function keepAsWanted(saved: SavedState, log: Logger): Promise<void> {
  if (saved.trouble !== null || saved.current.identity === null) return;
  await saved
    .update((state) => state)
    .catch((error: unknown) => log.warn('the machine key stays as it was kept', { error }));
}

function hostsWarning(detail: string | null) {
  if (detail === null) return null;
  const text = `The hosts file cannot be changed (${detail}); destinations are reached at their loopback addresses only.`;
  return { code: 'hosts-blocked', severity: 'medium' as const, text: text.slice(0, 1_000) };
}
