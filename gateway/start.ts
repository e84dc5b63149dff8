// Composes a running gateway from its parts; owns them and closes them in reverse.

import type { Clock } from '../shared/clock.ts';
import { gatewayAdminContract } from '../shared/gateway/admin-contract.ts';
import type { Logger } from '../shared/log.ts';
import { claimDirectory } from '../shared/node/claim-directory.ts';
import { rootOrSelf } from '../shared/node/local-socket/authorize.ts';
import { serveLocal } from '../shared/node/local-socket/server.ts';
import { systemClock } from '../shared/node/system-clock.ts';
import { type FrontTimes, frontTimes, makeFront } from './accept/front.ts';
import { IdleConnections } from './accept/idle-connections.ts';
import { listenTls } from './accept/listener.ts';
import { ownListeners, placeOf } from './accept/places.ts';
import { Access } from './access/access.ts';
import { admit } from './access/admission.ts';
import { adminHandlers } from './admin/handlers.ts';
import { type LiveConfig, openConfig } from './config/live-config.ts';
import { DeviceViews } from './ems/device-views.ts';
import { connectEms } from './ems/ems-connection.ts';
import { publicationOf } from './ems/publication.ts';
import { lookUpAll, trustKeeper } from './ems/trust-keeper.ts';
import { type GatewayIdentity, namesOf, readIdentity } from './join/identity.ts';
import { keepRenewed } from './join/renew.ts';
import { type LineSink, makeAccessLog } from './log/access-log.ts';
import { makeAccounts } from './log/accounts.ts';
import { openLines } from './log/lines.ts';
import { makeMetrics, serveMetrics } from './log/metrics.ts';
import { makeAddresses, makeReach } from './resolve/reach.ts';
import { dnsResolver } from './resolve/resolver.ts';
import { ownAddresses } from './resolve/surroundings.ts';
import { SessionRegistry } from './sessions/registry.ts';
import type { ForwardRequest, Session } from './sessions/session.ts';
import { openWeb, type Web } from './web/open-web.ts';

export interface GatewayOptions {
  /** The YAML file. */
  readonly configFile: string;
  /** Where the identity of this gateway is kept. */
  readonly dataDirectory: string;
  /** Path of the admin socket; null for none. */
  readonly adminSocket: string | null;
  readonly version: string;
  /** Where access log lines go; null: where the configuration says. */
  readonly accessLog: LineSink | null;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly frontTimes?: FrontTimes;
  /** After so long without a beat the EMS is dialled anew; 25 s, shorter in tests. */
  readonly beatTimeoutMs?: number;
}

export interface Gateway extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** Of web proxies that listen by themselves, in the order of the file. */
  readonly webPorts: readonly number[];
  /** Null when metrics are disabled. */
  readonly metricsPort: number | null;
  /** Reads the configuration again; see LiveConfig. */
  reload(): Promise<string>;
}

/** @throws AppError `directory-busy`, `gateway-not-joined`, `config-invalid`, `config-unreadable`; the system's error for a taken port */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  await using opening = new AsyncDisposableStack();
  const { log } = options;
  const clock = options.clock ?? systemClock;
  const times = options.frontTimes ?? frontTimes;
  opening.use(await claimDirectory(options.dataDirectory));
  let identity: GatewayIdentity = await readIdentity(options.dataDirectory);
  const views = new DeviceViews(clock);
  let ownNames = namesOf(identity.certificate);
  let clientCas: readonly string[] = [];
  // The interfaces are read when they are asked for: an allowed range answers without them.
  const surroundings = () => ({
    get ownAddresses() {
      return ownAddresses();
    },
    emsAddresses: trust.emsAddresses,
  });
  const config: LiveConfig = opening.use(
    await openConfig(options.configFile, log, (next) => {
      web.configured();
      registry.recheck('all');
      ems.publish();
      lines.reopen();
      const isElsewhere = next['traffic-forward-proxy'].listen !== listens || ownListeners(next).join() !== webListens;
      if (isElsewhere || next.metrics !== metricsAt) log.warn('listen and metrics count only from the next start');
    }),
  );
  const { listen: listens } = config.current['traffic-forward-proxy'];
  const metricsAt = config.current.metrics;
  const webListens = ownListeners(config.current).join();
  const access = new Access({
    config: () => config.current,
    views,
    surroundings,
    emsId: identity.emsId,
    clock,
    unknownCertificate: () => ems.doubtView(),
  });
  const metrics = makeMetrics({
    sessions: () => registry.sessions.length,
    connections: () => registry.tunnelConnections,
    viewAgeMs: () => views.ageMs,
  });
  const lines = opening.use(openLines(() => config.current.log['access-log'], log));
  const accessLog = makeAccessLog(options.accessLog ?? lines.write, {
    clock,
    gatewayId: identity.gatewayId,
    policyId: (name) => config.current.policy.findIndex((policy) => policy.name === name) + 1 || undefined,
    logsRefusals: () => config.current['traffic-forward-proxy']['log-blocked-traffic'] === 'enable',
  });
  const accounts = makeAccounts({
    access,
    accessLog,
    metrics,
    clock,
    placeOf: (request) => web.placeOf(request),
    emsId: identity.emsId,
  });
  const registry = new SessionRegistry({
    decide: (session) => decideAgain(session, access, web),
    standing: (connection) => access.standing(connection),
    endsInMs: (connection) => access.endsInMs(connection),
    uidOf: (connection) => access.uidOf(connection),
    ended: accounts.ended,
  });
  const trust = trustKeeper({
    emsHost: () => placeOf(identity.ems).host,
    lookUp: lookUpAll,
    inForce(next) {
      access.trust(next);
      ownNames = [...namesOf(identity.certificate), ...next.names.map((name) => name.toLowerCase())];
      clientCas = next.ztnaCas;
      web.trusted(next);
      registry.recheck('all');
    },
  });
  const addresses = makeAddresses(
    dnsResolver(() => config.current.resolver?.servers ?? null),
    surroundings,
  );
  const admission = {
    registry,
    clock,
    reach: makeReach(addresses),
    decide: (request: ForwardRequest) => access.decide(request),
    decideAt: (request: ForwardRequest, address: string) => access.decideAt(request, address),
    isTooMuch: ({ connection }: ForwardRequest) =>
      registry.streamsOf(connection) > config.current.limits['streams-per-device'],
    dialled: metrics.dialled,
  };
  const idle = new IdleConnections(() => config.current.limits['idle-connections-per-device']);
  const web: Web = opening.use(
    await openWeb({
      config: () => config.current,
      dataDirectory: options.dataDirectory,
      identity: () => identity,
      ownNames: () => ownNames,
      clientCas: () => clientCas,
      access,
      views,
      registry: () => registry,
      accounts,
      reach: admission.reach,
      addresses,
      ems: () => ems,
      surroundings,
      idle,
      dialled: metrics.dialled,
      clock,
      log,
      frontTimes: times,
    }),
  );
  const front = makeFront(
    {
      admit: (request, signal) => admit(request, admission, signal),
      addTaker: (taker) => registry.addTaker(taker),
      carryOver: (connection, requestIds) => registry.carryOver(connection, requestIds),
      standing: (connection) => access.standing(connection),
      uidOf: (connection) => access.uidOf(connection),
      idle,
      reserved: web.reserved,
      refused: accounts.refused,
      failed: (error) => log.error('carrying a connection failed', { error }),
    },
    times,
  );

  const place = placeOf(listens);
  const listener = opening.use(
    await listenTls({
      ...place,
      choose: (serverName) => web.handshake(null, serverName),
      onConnection: (connection) => (connection.face.kind === 'web' ? web.take(connection) : front(connection)),
      handshakeMs: times.handshakeMs,
    }),
  );
  const webListeners = [];
  for (const listen of ownListeners(config.current)) {
    const choose = (serverName: string | null) => web.handshake(listen, serverName);
    const { handshakeMs } = times;
    webListeners.push(
      opening.use(await listenTls({ ...placeOf(listen), choose, onConnection: web.take, handshakeMs })),
    );
  }
  opening.defer(() => {
    for (const session of registry.sessions)
      registry.cut(session, { kind: 'denied', code: '096', policy: null, tags: [] });
  });
  const listen = `${listener.address}:${listener.port}`;

  const ems = opening.use(
    connectEms({
      ems: identity.ems,
      tls: () => ({ ca: identity.fabricCa, cert: identity.certificate, key: identity.key }),
      views,
      publication: () => publicationOf(config.current),
      onTrust: trust.take,
      onChange: (affected) => registry.recheck(affected),
      onWithdrawn: () => {
        access.withdraw();
        registry.recheck('all');
      },
      clock,
      log,
      ...(options.beatTimeoutMs === undefined ? {} : { beatTimeoutMs: options.beatTimeoutMs }),
    }),
  );
  if (options.adminSocket !== null) {
    const { version } = options;
    const parts = { access, config, views, ems, registry, identity, clock, version, listen, hits: accounts.hits };
    opening.use(
      await serveLocal(gatewayAdminContract, {
        path: options.adminSocket,
        mode: 0o600,
        product: `stile-gateway ${version}`,
        handlers: adminHandlers(parts),
        authorize: rootOrSelf,
        log,
      }),
    );
  }
  const scraped =
    metricsAt === 'disable'
      ? null
      : opening.use(await serveMetrics(metrics.registry, placeOf(metricsAt).host, placeOf(metricsAt).port));

  const stop = new AbortController();
  const renewing = keepRenewed(
    {
      identity,
      directory: options.dataDirectory,
      ems,
      clock,
      log,
      onRenewed: (renewed) => {
        identity = renewed;
        web.renewed();
        ems.renewed();
      },
    },
    stop.signal,
  );
  opening.defer(async () => {
    stop.abort();
    await renewing;
  });
  log.info('the gateway listens', { listen, gateway: identity.gatewayId });
  const stack = opening.move();
  return {
    address: listener.address,
    port: listener.port,
    webPorts: webListeners.map((each) => each.port),
    metricsPort: scraped?.port ?? null,
    reload: () => config.reload(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function decideAgain(session: Session, access: Access, web: Web) {
  const { request, state } = session;
  return 'web' in request ? web.decideAgain(request, state) : access.decideAgain(request, state);
}
