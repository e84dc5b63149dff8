// What the access proxy's carriers ask of the parts beside them: balancing, head rewriting, assertions, denial answers.

import type { DeviceId, GatewayId, RequestId, SessionId } from '../../shared/ids.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { ApiGateway, RealServer, VirtualHost, WebProxy } from '../config/web-schema.ts';

/** Header fields in their order and spelling, repetitions kept; without HTTP/2's pseudo fields. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** Implemented by gateway/web/upstreams/balancer.ts. Choices outlive a reload as long as the server stays in the file. */
export interface Balancer extends AsyncDisposable {
  /** Puts the proxies of a new configuration in force; health checks of servers that are gone stop. */
  configure(proxies: readonly WebProxy[]): void;
  /** Null: no server may be used now (all disabled, or none healthy). */
  choose(proxy: WebProxy, gateway: ApiGateway, request: BalancedRequest): Choice | null;
}

export interface BalancedRequest {
  /** As `requestHost` gives it. */
  readonly host: string;
  /** Of the client; `static` chooses by it. */
  readonly address: string;
  /** The value of `Cookie`, several joined by `; `. */
  readonly cookie: string | undefined;
}

export interface Choice {
  readonly server: RealServer;
  /** Place in the file, from 1: `realserverid` of the log. */
  readonly id: number;
  /** The persistence cookie to hand out; null for none. */
  readonly setCookie: string | null;
  /** The server was connected to, or its first byte came so long after it was asked. Milliseconds. */
  answered(tookMs: number): void;
  /** The server could not be connected to, or broke the connection before it answered. */
  failed(): void;
  /** The request is over; counts once. */
  release(): void;
}

/** What is known of who asks, for headers and assertions; null for one without a certificate. */
export interface Asker {
  readonly uid: DeviceId;
  /** A verified user's subject; null if there is none. */
  readonly user: string | null;
  readonly tags: readonly string[];
}

/** Who asks, as far as an application is told. */
export interface Asserted extends Omit<Asker, 'tags'> {
  /** Null: not told, because the proxy does not relay them. */
  readonly tags: readonly string[] | null;
}

/** One exchange, as the rewriting of heads sees it. */
export interface Exchange {
  /** Of the client; compared, never read. */
  readonly connection: object;
  /** `https://` and the authority that the client asked for. */
  readonly origin: string;
  /** The authority that the client asked for: host, and port if it said one. */
  readonly authority: string;
  readonly clientAddress: string;
  readonly requestId: RequestId;
  readonly sessionId: SessionId;
  readonly asker: Asker | null;
  readonly proxy: WebProxy;
  readonly gateway: ApiGateway;
  readonly virtualHost: VirtualHost | null;
  readonly server: RealServer;
  /** The protocol of an `Upgrade` that goes through, `websocket`; null if the request switches nothing. */
  readonly upgrade: string | null;
}

/** Implemented by gateway/web/heads/heads.ts. */
export interface Heads {
  /**
   * The fields for the server: look-alikes and hop-by-hop fields gone (but `Upgrade` and `Connection` of an upgrade, `Expect`,
   * `TE: trailers` and `Trailer`), Host as the server is to be asked, X-Forwarded-*, X-Stile-* and the assertion added.
   * Framing (Content-Length, Transfer-Encoding) is left to the caller, and none is returned.
   */
  request(fields: Fields, exchange: Exchange): Fields;
  /** The fields for the client, hop-by-hop ones gone, redirects and cookie domains translated back, the cookie added. */
  response(fields: Fields, exchange: Exchange, setCookie: string | null): Fields;
  /** Trailer fields of either direction without what must not stand there. */
  trailers(fields: Fields): Fields;
}

/** Implemented by gateway/web/identity/assertions.ts. */
export interface Assertions extends AsyncDisposable {
  /** The value of X-Stile-Assertion. */
  sign(claims: {
    readonly issuer: GatewayId;
    readonly audience: string;
    readonly asker: Asserted;
    readonly session: SessionId;
  }): string;
  /** The body of `GET /.stile/jwks.json`. */
  jwks(): string;
}

/** What a denial page shows beyond the denial. */
export interface DenialFacts {
  readonly denial: Denial;
  /** As the client named it; null before it is known. */
  readonly host: string | null;
  readonly deviceId: DeviceId | null;
  /** Of the certificate that was shown. */
  readonly serial: string | null;
  readonly user: string | null;
  readonly ems: string;
  readonly at: Date;
}

export interface DenialRequest {
  readonly accept: string | undefined;
  readonly acceptLanguage: string | undefined;
}

/** Implemented by gateway/web/denial/denial-answer.ts: a page for people, JSON for programs. */
export type DenialAnswer = (
  facts: DenialFacts,
  request: DenialRequest,
) => { readonly status: number; readonly fields: Fields; readonly body: string };
