// Composes a running EMS from its parts; owns them and closes them in reverse.

import path from 'node:path';
import type { Clock } from '../shared/clock.ts';
import { type EmsAdminContract, emsAdminContract } from '../shared/ems/admin-contract.ts';
import { agentEventsPath, agentRoutes } from '../shared/ems/agent-routes.ts';
import { subprotocols } from '../shared/ems/events.ts';
import { gatewayEventsPath, gatewayRoutes } from '../shared/ems/gateway-routes.ts';
import type { Logger } from '../shared/log.ts';
import { claimDirectory } from '../shared/node/claim-directory.ts';
import { rootOrSelf } from '../shared/node/local-socket/authorize.ts';
import { serveLocal } from '../shared/node/local-socket/server.ts';
import { randomToken } from '../shared/node/random-token.ts';
import { systemClock } from '../shared/node/system-clock.ts';
import { version } from '../shared/node/version.ts';
import type { Handlers } from '../shared/wire/define-contract.ts';
import { addressesFor, publicUrlFor } from './addresses.ts';
import type { AdminCaller } from './admin/admin-caller.ts';
import { adminHandlers } from './admin/handlers.ts';
import { afterRestore } from './after-restore.ts';
import { openAudit } from './audit/audit.ts';
import { type Config, caDirectoryOf } from './config.ts';
import type { Ems } from './ems.ts';
import { openHub, type Pulse } from './events/hub.ts';
import { openPresence } from './events/presence.ts';
import { endedAmong } from './events/standing.ts';
import { makeRateLimit } from './invitations/rate-limit.ts';
import { agentHandlers } from './listeners/agent-handlers.ts';
import { judgesOf, machine } from './listeners/caller.ts';
import { openConsoleListener } from './listeners/console/console-listener.ts';
import { gateway, gatewayHandlers } from './listeners/gateway-handlers.ts';
import { type Listener, openMutualListener } from './listeners/mutual-listener.ts';
import { openPublicListener } from './listeners/public-listener.ts';
import { authorityHearer, openAuthorities } from './pki/authorities.ts';
import { configuredCertificate, keepConfiguredCertificate } from './pki/console-certificate.ts';
import { knownAuthorities } from './pki/known-authorities.ts';
import { openOcspResponder } from './pki/ocsp-responder.ts';
import { openRevocationLists } from './pki/revocation-lists.ts';
import { type ServerCertificate, serverCertificate } from './pki/server-certificate.ts';
import { requireWebKey } from './pki/web-authority.ts';
import { makeLastSeen } from './posture/last-seen.ts';
import { keepRules } from './rules/rules-in-force.ts';
import { openStore } from './store/database.ts';
import { announce, hearers } from './store/notices.ts';
import { databaseTitle } from './store/settings.ts';
import { currentState, settleState } from './store/state.ts';
import { openWitness } from './store/witness.ts';
import { keepSweeping } from './sweep.ts';

export interface EmsOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface RunningEms extends AsyncDisposable {
  readonly ports: {
    readonly agent: number;
    readonly gateway: number;
    readonly public: number;
    readonly console: number;
  };
  readonly adminSocket: string;
}

/** @throws AppError `directory-busy`, `database-*`, `authority-*`, `key-unreadable`, `socket-busy`; the system's error for a taken port */
export async function startEms(options: EmsOptions): Promise<RunningEms> {
  await using opening = new AsyncDisposableStack();
  const { log } = options;
  const clock = options.clock ?? systemClock;
  const data = options.config.dataDirectory;
  opening.use(await claimDirectory(data));
  const store = opening.use(await openStore(options.config.database, data, log));
  const { db } = store;
  const witness = await openWitness(path.join(data, 'epoch.json'));
  const identity = await settleState(db, witness, (queries) => afterRestore(queries, clock.now()));
  const title = databaseTitle(options.config.database, data);
  const authorities = await openAuthorities(caDirectoryOf(options.config), db, title);
  await requireWebKey(options, db);
  const { beatIntervalMs } = options.config;
  const pulse: Pulse = {
    current: () => currentState(db),
    ended: (members) => endedAmong(db, members),
    now: () => clock.now(),
    beatIntervalMs,
    presence: openPresence(`proc_${randomToken()}`, clock, 3 * beatIntervalMs),
    ...(store.isShared ? { announce: (notices) => announce(db, ...notices) } : {}),
  };
  const hub = opening.use(openHub(pulse, log));
  opening.use(await store.listen(hearers(hub, authorityHearer(authorities, log))));
  const parts = {
    config: options.config,
    identity,
    db,
    authorities,
    hub,
    clock,
    random: options.random ?? Math.random,
    log,
    lastSeen: makeLastSeen(clock),
    rules: keepRules(),
    audit: openAudit(() => clock.now()),
  };
  const known = knownAuthorities(parts);
  // Every certificate names the public listener: what issues one can be made only when its real port is known.
  const publicListener = opening.use(
    await openPublicListener(parts, known, openRevocationLists(parts, known), openOcspResponder(parts, known)),
  );
  const ems: Ems = { ...parts, publicUrl: publicUrlFor(parts.config, publicListener.port) };
  const certificate = await currentServerCertificate(ems);
  const judges = judgesOf(authorities, clock);
  const limit = makeRateLimit(clock);
  const consoleUrl = Promise.withResolvers<string>();
  const agent = opening.use(
    await openMutualListener(ems, {
      table: agentRoutes,
      handlers: agentHandlers(ems, limit, consoleUrl.promise),
      listen: options.config.agent,
      certificate,
      judges,
      events: {
        path: agentEventsPath,
        subprotocol: subprotocols.agent,
        takes: 'machine',
        accept: async (caller, socket) => {
          const { uid, certificate: shown } = machine(caller);
          await hub.join({ kind: 'agent', id: uid, certificate: shown.sha256, notAfter: shown.not_after }, socket);
        },
      },
    }),
  );
  const gateways = opening.use(
    await openMutualListener(ems, {
      table: gatewayRoutes,
      handlers: gatewayHandlers(ems, limit),
      listen: options.config.gateway,
      certificate,
      judges,
      events: {
        path: gatewayEventsPath,
        subprotocol: subprotocols.gateway,
        takes: 'gateway',
        accept: async (caller, socket) => {
          const { id, certificate: shown } = gateway(caller);
          await hub.join({ kind: 'gateway', id, certificate: shown.sha256, notAfter: shown.not_after }, socket);
        },
      },
    }),
  );
  const handling = Promise.withResolvers<Handlers<EmsAdminContract, AdminCaller>>();
  const own = await configuredCertificate(ems.config.console);
  const console = opening.use(await openConsoleListener(ems, own ?? certificate, handling.promise));
  const ports = { agent: agent.port, gateway: gateways.port, public: publicListener.port, console: console.port };
  const addresses = addressesFor(ems.config, ports);
  consoleUrl.resolve(addresses.console);
  const handlers = adminHandlers(ems, addresses);
  handling.resolve(handlers);
  opening.use(keepSweeping(ems, witness));
  opening.use(keepServerCertificate(ems, own === null ? [agent, gateways, console] : [agent, gateways]));
  opening.use(keepConfiguredCertificate(ems, console));
  opening.use(
    await serveLocal(emsAdminContract, {
      path: options.config.adminSocket,
      mode: 0o600,
      product: `stile-ems ${version}`,
      handlers,
      authorize: rootOrSelf,
      log,
    }),
  );
  log.info('the EMS is up', { ems: identity.emsId, ...ports });
  const owned = opening.move();
  return { ports, adminSocket: options.config.adminSocket, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The wall clock of the machine, not the one that tests move: TLS at the other end looks at its own. */
function currentServerCertificate(ems: Ems): Promise<ServerCertificate> {
  const { authorities, config, publicUrl } = ems;
  return serverCertificate(
    config.dataDirectory,
    { authorities, serverNames: config.serverNames, publicUrl },
    Date.now(),
  );
}

const lookMs = 6 * 3_600_000;

/** A server that runs for months answers with a certificate that does not end meanwhile. */
function keepServerCertificate(ems: Ems, listeners: readonly Listener[]): Disposable {
  const timer = setInterval(() => void renew(), lookMs);
  async function renew(): Promise<void> {
    try {
      const next = await currentServerCertificate(ems);
      for (const listener of listeners) listener.useCertificate(next);
    } catch (error) {
      ems.log.error('the server certificate could not be renewed', { error });
    }
  }
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
