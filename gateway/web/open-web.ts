// Composes the HTTPS access proxy from its parts; owns them and closes them in reverse.

import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { Clock } from '../../shared/clock.ts';
import { whoamiPath } from '../../shared/gateway/whoami.ts';
import { sessionId } from '../../shared/ids.ts';
import type { Logger } from '../../shared/log.ts';
import { loadPing } from '../../shared/node/ping/ping.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import { serverTlsOptions } from '../../shared/node/tls/tls-options.ts';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { FrontTimes } from '../accept/front.ts';
import type { IdleConnections } from '../accept/idle-connections.ts';
import type { Handshake } from '../accept/listener.ts';
import type { Access } from '../access/access.ts';
import type { GatewayConfig } from '../config/schema.ts';
import type { DeviceViews } from '../ems/device-views.ts';
import type { EmsConnection, Trust } from '../ems/ems-connection.ts';
import type { GatewayIdentity } from '../join/identity.ts';
import type { Accounts } from '../log/accounts.ts';
import type { Addresses, Reach } from '../resolve/reach.ts';
import type { Surroundings } from '../resolve/refused-addresses.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import { Session, type SessionState, type WebRequest } from '../sessions/session.ts';
import { countCarrying } from './carrying.ts';
import { keepEmsCertificates } from './certificates/ems-certificates.ts';
import { keepLocalCertificates } from './certificates/local-certificates.ts';
import { makeTlsContexts, type Pair } from './certificates/tls-contexts.ts';
import type { WebDecision } from './decide-web.ts';
import { denialAnswer } from './denial/denial-answer.ts';
import { denialFacts } from './denial/denial-facts.ts';
import type { OwnAnswer } from './exchange.ts';
import { makeWebFront } from './front.ts';
import { makeHeads } from './heads/heads.ts';
import { openAssertions } from './identity/assertions.ts';
import { sharedAssertions } from './identity/shared-assertions.ts';
import { requestHost } from './match/request-host.ts';
import { answerReserved } from './reserved.ts';
import type { CertificateChoice, Place } from './sites.ts';
import { makeBalancer } from './upstreams/balancer.ts';
import { readCookieKey } from './upstreams/cookie-key.ts';
import { makeProbe } from './upstreams/probe.ts';
import { makeServerAgents } from './upstreams/server-agents.ts';
import { WebAccess } from './web-access.ts';
import { type WebTimes, webTimes } from './web-ports.ts';
import { whoami } from './whoami.ts';

export interface WebParts {
  readonly config: () => GatewayConfig;
  readonly dataDirectory: string;
  readonly identity: () => GatewayIdentity;
  /** Names under which the tunnel is reached; lower case. */
  readonly ownNames: () => readonly string[];
  /** PEM of the CAs in force for clients. */
  readonly clientCas: () => readonly string[];
  readonly access: Access;
  readonly views: DeviceViews;
  readonly registry: () => SessionRegistry;
  readonly accounts: Pick<Accounts, 'refused'>;
  readonly reach: Reach;
  readonly addresses: Addresses;
  readonly ems: () => Pick<EmsConnection, 'call'>;
  readonly surroundings: () => Surroundings;
  readonly idle: IdleConnections;
  readonly dialled: (tookMs: number) => void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly frontTimes: FrontTimes;
  readonly webTimes?: WebTimes;
}

export interface Web extends AsyncDisposable {
  /** How to shake hands at a listener (null: the one of the traffic-forward-proxy) with a client that asks for this name. */
  handshake(listen: string | null, serverName: string | null): Handshake;
  /** Takes a connection to a web host after its handshake. */
  take(connection: ClientConnection): void;
  /** `GET /.stile/whoami` on the tunnel's own names; a code says why not. */
  reserved(connection: ClientConnection, path: string): OwnAnswer | DenialCode;
  /** What a request means now; null: its listener has no web proxy any more. */
  placeOf(request: WebRequest): Place | null;
  decideAgain(request: WebRequest, state: SessionState): WebDecision;
  /** The file was loaded anew. */
  configured(): void;
  /** The gateway's own certificate was renewed. */
  renewed(): void;
  /** The EMS says whom to trust from now on. */
  trusted(trust: Trust): void;
}

export async function openWeb(parts: WebParts): Promise<Web> {
  await using opening = new AsyncDisposableStack();
  const { config, access, log } = parts;
  const web = new WebAccess({ config, access, surroundings: parts.surroundings });
  const assertions = opening.use(await openAssertions(parts.dataDirectory, parts.clock, log));
  const agents = opening.use(makeServerAgents({ reach: parts.reach, dialled: parts.dialled }));
  const balancer = opening.use(
    makeBalancer({
      clock: parts.clock,
      probe: makeProbe({ ...parts, ping: await loadPing(), agentFor: agents.agentFor }),
      schedule: scheduled,
      cookieKey: await readCookieKey(parts.dataDirectory),
      log,
    }),
  );
  balancer.configure(config()['web-proxy']);
  const local = opening.use(keepLocalCertificates(log, () => contexts.forget()));
  const own = (): Pair => ({ key: parts.identity().key, cert: parts.identity().certificate });
  const pairFor = (choice: CertificateChoice): Pair => {
    const found = choice.kind === 'local' ? local.pairOf(choice.name) : null;
    return found ?? (choice.kind === 'ems' ? issued.pairOf(choice.host) : null) ?? own();
  };
  const contexts = makeTlsContexts({ pairFor, clientCas: parts.clientCas });
  const issued = opening.use(
    keepEmsCertificates({
      directory: parts.dataDirectory,
      ems: parts.ems,
      clock: parts.clock,
      log,
      onChange: () => contexts.forget(),
    }),
  );
  issued.want(hostsOfEms(config()));
  let tunnelContext = contextOf(own());
  local.configure(config()['certificate-local']);

  const whoamiParts = { access, views: parts.views, gatewayId: () => parts.identity().gatewayId };
  const front = opening.use(
    makeWebFront(
      {
        enter(request) {
          const made = new Session(sessionId.parse(`ses_${randomToken()}`), request, parts.clock.monotonic());
          parts.registry().enter(made);
          return made;
        },
        end: (session, end) => parts.registry().end(session, end),
        watch: (session, validForMs) => parts.registry().watch(session, validForMs),
        decide: (request) => web.decide(request),
        decideAt: (request, server, address) => web.decideAt(request, server, address),
        isTooMuch: ({ connection }) => parts.registry().streamsOf(connection) > config().limits['streams-per-device'],
        balancer,
        heads: makeHeads(
          parts.identity().gatewayId,
          sharedAssertions(assertions.sign, () => parts.clock.now()),
        ),
        agents,
        denialAnswer: (denial, asked) =>
          denialAnswer(
            denialFacts(denial, asked, { access, identity: parts.identity(), now: parts.clock.now() }),
            asked,
          ),
        refused: parts.accounts.refused,
        reserved: (connection, path) => answerReserved(connection, path, { ...whoamiParts, jwks: assertions.jwks }),
        uidOf: (connection) => access.uidOf(connection),
        idle: parts.idle,
        carrying: countCarrying((connection) => parts.idle.carrying(connection)),
        failed: (error) => log.error('carrying a web request failed', { error }),
        times: parts.webTimes ?? webTimes,
      },
      parts.frontTimes,
    ),
  );

  const stack = opening.move();
  return {
    handshake(listen, serverName) {
      const name = serverName === null ? null : (requestHost(serverName)?.host ?? null);
      const site = web.siteOf(listen);
      const isOwn = listen === null && (name === null || isIP(name) !== 0 || parts.ownNames().includes(name));
      if (listen === null && (site === null || isOwn))
        return { face: { kind: 'tunnel' }, context: tunnelContext, asks: true, protocols: ['http/1.1'] };
      // The last proxy of a listener may leave the file; nothing is found there then.
      const mode = site?.modeFor(name) ?? emptyMode;
      const protocols = mode.http2 ? ['h2', 'http/1.1'] : ['http/1.1'];
      return { face: { kind: 'web', listen, mode }, context: contexts.contextFor(mode), asks: mode.asks, protocols };
    },
    take: front.take,
    reserved: (connection, path) => (path === whoamiPath ? whoami(connection, whoamiParts) : '021'),
    placeOf: (request) => web.placeOf(request),
    decideAgain: (request, state) => web.decideAgain(request, state),
    configured() {
      agents.configure(config());
      balancer.configure(config()['web-proxy']);
      issued.want(hostsOfEms(config()));
      contexts.forget();
      local.configure(config()['certificate-local']);
    },
    renewed() {
      tunnelContext = contextOf(own());
      contexts.forget();
    },
    trusted(trust) {
      issued.trusted(trust);
      contexts.forget();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const emptyMode = { key: '', certificate: { kind: 'own' }, asks: false, http2: false } as const;

/** The virtual hosts whose certificates the EMS issues. */
function hostsOfEms(config: GatewayConfig): readonly string[] {
  const hosts = config['access-proxy-virtual-host'].filter((host) => host['ssl-certificate'] === 'ems');
  return hosts.map((host) => host.host.toLowerCase());
}

function contextOf({ key, cert }: Pair) {
  return createSecureContext(serverTlsOptions({ key, cert, requestClientCertificate: true }));
}

function scheduled(task: () => void, afterMs: number): () => void {
  const timer = setTimeout(task, afterMs).unref();
  return () => clearTimeout(timer);
}
