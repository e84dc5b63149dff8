// Answers what the access proxy asks of a request, from what is in force at this moment.

import type { Target } from '../../shared/tunnel/opening.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Access } from '../access/access.ts';
import type { Refusal } from '../access/decide.ts';
import type { GatewayConfig } from '../config/schema.ts';
import type { RealServer } from '../config/web-schema.ts';
import { judgeAddress, type Surroundings } from '../resolve/refused-addresses.ts';
import type { SessionState, WebAsk, WebRequest } from '../sessions/session.ts';
import { decideWeb, type WebDecision } from './decide-web.ts';
import { type Place, type Site, sitesOf } from './sites.ts';

export interface WebAccessSources {
  readonly config: () => GatewayConfig;
  readonly access: Pick<Access, 'standingOf'>;
  readonly surroundings: () => Surroundings;
}

export class WebAccess {
  readonly #sources: WebAccessSources;
  #sites: ReturnType<typeof sitesOf> = new Map();
  #laidOut: GatewayConfig | null = null;

  constructor(sources: WebAccessSources) {
    this.#sources = sources;
  }

  /** What stands at a listener now; null: no web proxy. */
  siteOf(listen: string | null): Site | null {
    const config = this.#sources.config();
    if (this.#laidOut !== config) {
      this.#sites = sitesOf(config);
      this.#laidOut = config;
    }
    return this.#sites.get(listen) ?? null;
  }

  placeOf({ connection, web }: WebRequest): Place | null {
    const site = connection.face.kind === 'web' ? this.siteOf(connection.face.listen) : null;
    return site?.placeOf(web.host, web.path) ?? null;
  }

  decide(request: Pick<WebRequest, 'connection' | 'web'>): WebDecision {
    const { connection, web } = request;
    const site = connection.face.kind === 'web' ? this.siteOf(connection.face.listen) : null;
    // The last proxy of this listener left the file.
    if (site === null) return refusal('021');
    if (isMisdirected(connection, web, site)) return refusal('095');
    const place = site.placeOf(web.host, web.path);
    const standing = this.#sources.access.standingOf(connection);
    return decideWeb({ ...standing, place, userAgent: web.userAgent }, this.#sources.config());
  }

  /** Decides a request whose server has been connected to: that very address has to be allowed now. */
  decideAt(request: WebRequest, server: Target, address: string): WebDecision {
    const decision = this.decide(request);
    if (decision.kind === 'denied') return decision;
    const { realservers } = decision.place.gateway;
    const named = realservers.find((each) => isSame(each, server) && each.status !== 'disable');
    if (named === undefined) return { ...refusal('022'), policy: decision.policy };
    const verdict = judgeAddress(address, this.#sources.surroundings(), named['allow-addresses']);
    return verdict.kind === 'allowed' ? decision : { ...refusal('081'), policy: decision.policy };
  }

  /** Decides a live session again; the server it is connected to has to be one of those that the file names now. */
  decideAgain(request: WebRequest, state: SessionState): WebDecision {
    const server = state.kind === 'joined' ? state.carried.server : null;
    return state.kind === 'joined' && server !== null
      ? this.decideAt(request, server, state.address)
      : this.decide(request);
  }
}

export function serverTarget(server: RealServer): Target {
  return { host: server.ip ?? server.address ?? '', port: server.port };
}

/** A client may reuse a connection for another host of the same certificate; not for one of other rules of TLS. */
function isMisdirected(connection: ClientConnection, web: WebAsk, site: Site): boolean {
  return connection.face.kind === 'web' && site.modeFor(web.host).key !== connection.face.mode.key;
}

function isSame(server: RealServer, target: Target): boolean {
  const own = serverTarget(server);
  return own.host === target.host && own.port === target.port;
}

function refusal(code: Refusal['code']): Refusal {
  return { kind: 'denied', code, policy: null, tags: [] };
}
