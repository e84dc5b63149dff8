// Everything that runs while this device is enrolled: the link, the profile, reports, names, renewal.

import type { Warning } from '../shared/agent/agent-state.ts';
import { agentEventsPath, type agentRoutes } from '../shared/ems/agent-routes.ts';
import { type ServerEvent, subprotocols } from '../shared/ems/events.ts';
import type { Profile } from '../shared/ems/profile.ts';
import type { ReportReply } from '../shared/ems/report.ts';
import { hasCode } from '../shared/errors/app-error.ts';
import { keepEmsLink, type LinkState } from '../shared/node/ems-link.ts';
import type { RouteClient } from '../shared/node/route-client.ts';
import { clientOf } from './ems/client.ts';
import { clockWarning, clockWarningCode } from './ems/clock-warning.ts';
import { linkState } from './ems/link-state.ts';
import { keepProfile } from './ems/profile-keeper.ts';
import { startReporter } from './ems/reporter.ts';
import { openSequence } from './ems/sequence.ts';
import { keepRenewed } from './enrollment/keep-renewed.ts';
import { tellLeaving } from './enrollment/leave.ts';
import { renewIdentity } from './enrollment/renew.ts';
import { renewWithin } from './enrollment/renew-within.ts';
import { enrolledState } from './enrollment/states.ts';
import { tellTags } from './explain/tell-tags.ts';
import { osFamily, readInventory } from './inventory.ts';
import { machineKeyOf } from './keys/kept-key.ts';
import { keyWarning, keyWarningCode } from './keys/key-warning.ts';
import { nothingPersonal, type PersonalWorld, personalOf } from './names/personal.ts';
import { personalWorldOf } from './names/personal-world.ts';
import type { Publisher } from './names/publisher.ts';
import { reservedNames } from './names/reserved-names.ts';
import { factsOfDevice } from './posture/facts-of-device.ts';
import { makeObserver, mostFacts, type Observation } from './posture/observer.ts';
import type { Identity } from './state/saved.ts';
import type { Tunnels } from './tunnel/tunnels.ts';
import type { UsersOfDevice } from './users/of-users.ts';
import type { Browsers } from './web/browsers.ts';
import { isoTime, type World } from './world.ts';

export interface Membership extends AsyncDisposable {
  /** Looks at every fact again and reports. */
  recheck(): Promise<void>;
  /** Ends everything that is carried, at once, and carries nothing more; whom else it concerns is told later. */
  cut(): void;
  /** Dials the EMS now, if it waits for its next try: the network came back. */
  hurry(): void;
  /** Tells the EMS that this device leaves; false if it could not be told. */
  leave(): Promise<boolean>;
  /** The profile in force; null before the first. */
  readonly profile: Profile | null;
  /** What decides about destinations of the users' own; null before the first profile. */
  readonly personalWorld: PersonalWorld | null;
  /** Publishes again: destinations of the users' own have changed. */
  announce(): Promise<void>;
  /** Calls the EMS as this device, with the certificate of now. */
  readonly call: RouteClient<typeof agentRoutes>['call'];
}

export interface MembershipOptions {
  readonly world: World;
  readonly identity: Identity;
  readonly tunnels: Tunnels;
  readonly publisher: Publisher;
  readonly browsers: Browsers;
  readonly ofUsers: UsersOfDevice;
  /** The EMS has ended this identity. */
  readonly onWithdrawn: () => void;
}

export function startMembership(options: MembershipOptions): Membership {
  const { world, tunnels, publisher, browsers, ofUsers } = options;
  const { store, saved, clock, random, log, config, keys } = world;
  const stack = new AsyncDisposableStack();
  let identity = options.identity;
  let profile: Profile | null = null;
  let client = clientOf(identity);
  let closing: Promise<unknown> = Promise.resolve();
  let hasReported = false;
  let isEnding = false;
  const stop = new AbortController();
  const domains = [...identity.domains, ...config.addedDomains];
  const sequence = openSequence(saved);
  const tell = tellTags(store, () => profile, osFamily(world));

  const machineKey = () => machineKeyOf(saved.keptKey);
  const source = factsOfDevice(world, () => ofUsers.verified);
  const observer = stack.use(
    makeObserver(
      source,
      osFamily(world),
      clock,
      () => reporter.reportNow(),
      () => log.warn('the rules ask for more facts than are looked at', { most: mostFacts }),
    ),
  );

  function tellPosture(): Observation {
    const observation = observer.observation();
    tell({ kind: 'posture', observedAt: isoTime(clock.now()), ...observation });
    return observation;
  }

  const reporter = stack.use(
    startReporter({
      refresh: () => observer.lookAtAll(),
      compose: async () => {
        const observation = tellPosture();
        const inventory = await readInventory(world);
        return { sequence: await sequence.next(), rulesRevision: profile?.revision ?? 0, inventory, ...observation };
      },
      send: (report, signal) => client.call('report', { body: report }, signal),
      onReply,
      onFailure: async (error) => {
        if (hasCode(error, 'ems-refused') && error.params.why === 'report-stale') {
          await sequence.skip();
          reporter.reportNow();
        } else await failed(error);
      },
      keepaliveMs: () => profile?.timers.keepaliveMs ?? 60_000,
      random,
      log,
    }),
  );

  function onReply(reply: ReportReply): void {
    const hasChanged = store.current.tags.join() !== reply.tags.join();
    tell({ kind: 'reported', at: isoTime(clock.now()), tags: reply.tags });
    link.applied(reply.revision);
    if (!hasReported) {
      hasReported = true;
      // The publisher keeps this promise; what fails there is shown and tried again.
      void announce();
    }
    // What a gateway refused for want of a tag, it may grant now.
    if (hasChanged) tunnels.retryNow();
  }

  const profiles = stack.use(
    keepProfile({ fetch: (signal) => client.call('profile', {}, signal), onProfile, onFailure: failed, random, log }),
  );

  async function onProfile(next: Profile): Promise<void> {
    profile = next;
    renewing.told(next.renewWithinMs);
    tell({ kind: 'profile', profile: next });
    await Promise.all([announce(), observer.useRules(next.rules), isEnding || browsers.use(next, domains)]);
    tellPosture();
    reporter.reportNow();
    link.applied(next.revision);
  }

  /** Gateways and names are used after the first report: before, gateways know nothing fresh of this device. */
  async function announce(): Promise<void> {
    if (profile === null || !hasReported || isEnding) return;
    tunnels.useGateways(profile.gateways);
    const reserved = reservedNames(identity.ems, profile.gateways);
    const world = personalWorld();
    const personal = world === null ? nothingPersonal : personalOf(saved.current.personalDestinations, world);
    await publisher.publish(profile.destinations, { domains, reserved }, personal);
  }

  function personalWorld(): PersonalWorld | null {
    if (profile === null) return null;
    return personalWorldOf(identity, profile, store.current.shellPolicy, config.addedDomains);
  }

  /** What a failed request means beyond itself: an identity that has ended, or a certificate to renew. */
  async function failed(error: unknown): Promise<void> {
    if (!hasCode(error, 'ems-refused')) return;
    if (error.params.why === 'device-revoked') options.onWithdrawn();
    else if (error.params.why === 'certificate-refused') await renewal.renewNow();
  }

  const renewal = stack.use(
    keepRenewed({
      // A key that lies elsewhere than the settings want is replaced at once.
      dueAt: () => (keys.isWhereWanted(identity.key) ? identity.renewAt : 0),
      clock,
      renew: async (signal) => {
        try {
          await useIdentity(await renewIdentity(world, client, identity, signal));
        } catch (error) {
          warn(keyWarningCode, keyWarning(error, 'medium'));
          throw error;
        }
        warn(keyWarningCode, null);
      },
      log,
    }),
  );

  const renewing = stack.use(renewWithin(() => renewal.renewNow(), random));

  async function useIdentity(next: Identity): Promise<void> {
    if (!keys.isUsableHere(next.key)) {
      world.relaunch();
      return;
    }
    identity = next;
    dialAnew();
    if (!isEnding) tunnels.useIdentity({ ca: next.fabricCa, cert: next.certificate, key: next.key });
    store.apply({ kind: 'enrollment', enrollment: enrolledState(next, domains, machineKey()) });
    link.reconnect();
    reporter.reportNow();
  }

  function dialAnew(): void {
    const before = client;
    client = clientOf(identity);
    closing = Promise.allSettled([closing, before[Symbol.asyncDispose]()]);
  }

  const link = stack.use(
    keepEmsLink({
      url: `wss://${identity.ems}${agentEventsPath}`,
      subprotocol: subprotocols.agent,
      tls: () => ({ ca: identity.fabricCa, cert: identity.certificate, key: identity.key }),
      onEvent,
      onState: onLinkState,
      clock,
      random,
      log,
      beatTimeoutMs: world.beatTimeoutMs,
    }),
  );

  function onEvent(event: ServerEvent): void {
    if (event.type === 'changed') {
      if (event.what === 'recheck') void recheck();
      if (event.what !== 'tags') profiles.fetchNow();
      ofUsers.changed(event.what, stop.signal);
      return;
    }
    warn(clockWarningCode, clockWarning(clock.now(), event.now));
    if (profile !== null && event.epoch !== profile.epoch) profiles.fetchNow();
  }

  function warn(code: string, warning: Warning | null): void {
    const stands = store.current.warnings.some((each) => each.code === code);
    if (stands !== (warning !== null)) store.apply({ kind: 'warning', code, warning });
  }

  function onLinkState(state: LinkState): void {
    // Connections for requests are as good as the link was: what waits on one would hold up the next report.
    if (store.current.ems.kind === 'connected' && state.kind === 'waiting') dialAnew();
    store.apply({ kind: 'link', link: linkState(state, identity.ems, clock.now()) });
    // The first report may come before any profile: it makes the device known and online.
    if (state.kind === 'connected') profiles.fetchNow();
    if (state.kind === 'connected') ofUsers.connected(stop.signal);
    if (state.kind === 'refused') void renewal.renewNow();
    if (state.kind === 'withdrawn') options.onWithdrawn();
  }

  async function recheck(): Promise<void> {
    await observer.lookAtAll();
    tellPosture();
    reporter.reportNow();
  }

  function cut(): void {
    isEnding = true;
    tunnels.useIdentity(null);
    tunnels.useGateways([]);
  }

  store.apply({ kind: 'enrollment', enrollment: enrolledState(identity, domains, machineKey()) });
  tunnels.useIdentity({ ca: identity.fabricCa, cert: identity.certificate, key: identity.key });

  return {
    recheck,
    cut,
    hurry() {
      if (store.current.ems.kind === 'waiting') link.reconnect();
    },
    call: (name, input, signal) => client.call(name, input, signal),
    get profile() {
      return profile;
    },
    get personalWorld() {
      return personalWorld();
    },
    announce,
    leave: () => tellLeaving(client, log),
    async [Symbol.asyncDispose]() {
      cut();
      stop.abort();
      ofUsers.left();
      warn(clockWarningCode, null);
      warn(keyWarningCode, null);
      // Names next: whatever else takes its time to end, nobody may be led to us meanwhile.
      await publisher.publish([], { domains: [], reserved: [] });
      await browsers.use(null, []);
      await stack.disposeAsync();
      await closing;
      await client[Symbol.asyncDispose]();
    },
  };
}
