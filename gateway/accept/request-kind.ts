// Reads what a request head asks of the gateway: one of its wires, its reserved path, or nothing it knows.

import { isIP } from 'node:net';
import { port as portNumber } from '../../shared/ids.ts';
import {
  type Target,
  tcpForwardingPath,
  tcpForwardingProtocol,
  tunnelPath,
  tunnelProtocol,
} from '../../shared/tunnel/opening.ts';

/** A request head, as far as it matters here. Header names are lower case. */
export interface RequestHead {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Names as they came, with repetitions. */
  readonly names: readonly string[];
}

export type RequestKind =
  | { readonly kind: 'tunnel' }
  | { readonly kind: 'tcp-forwarding'; readonly target: Target }
  | { readonly kind: 'connect'; readonly target: Target }
  /** `/.stile/…`: never forwarded. */
  | { readonly kind: 'reserved' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed'; readonly hint: string };

const reservedPath = '/.stile/';

/** The parser's limit of size counts neither colons nor line ends: many short headers would pass it. */
const mostHeaders = 100;

export function requestKind(head: RequestHead): RequestKind {
  const fault = faultOf(head);
  if (fault !== null) return { kind: 'malformed', hint: fault };
  if (head.method === 'CONNECT') return connectKind(head.url);
  if (!head.url.startsWith('/'))
    return malformed('this is no forward proxy for http:// requests; use CONNECT host:port');
  const [path = '', query = ''] = head.url.split(/\?(.*)/s, 2);
  if (path === reservedPath.slice(0, -1) || path.startsWith(reservedPath)) return { kind: 'reserved' };
  if (path === tunnelPath) return upgrades(head, tunnelProtocol) ? { kind: 'tunnel' } : needsUpgrade(tunnelProtocol);
  if (path === tcpForwardingPath) return tcpForwardingKind(head, query);
  return { kind: 'unknown' };
}

/** What two readers of one head could understand differently is refused. */
function faultOf(head: RequestHead): string | null {
  if (head.httpVersion !== '1.1') return 'only HTTP/1.1 is spoken here';
  if (head.names.length > mostHeaders) return `a request has at most ${mostHeaders} headers`;
  if (head.names.filter((name) => name.toLowerCase() === 'host').length !== 1) return 'exactly one Host is needed';
  const switching = head.method === 'CONNECT' || head.headers.upgrade !== undefined;
  if (switching && (head.headers['content-length'] !== undefined || head.headers['transfer-encoding'] !== undefined))
    return 'a request that switches protocols has no body';
  return null;
}

function connectKind(authority: string): RequestKind {
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+)):([0-9]{1,5})$/.exec(authority);
  const found = targetOf(parts?.[1] ?? parts?.[2], parts?.[3]);
  return found === null ? malformed('CONNECT takes host:port') : { kind: 'connect', target: found };
}

/** Parameters come in any order and unknown ones are ignored; of one given twice nobody knows which counts. */
function tcpForwardingKind(head: RequestHead, query: string): RequestKind {
  if (head.method !== 'GET' || !upgrades(head, tcpForwardingProtocol)) return needsUpgrade(tcpForwardingProtocol);
  const parameters = new URLSearchParams(query);
  for (const name of ['address', 'port', 'tls'])
    if (parameters.getAll(name).length > 1) return malformed(`${name} is given twice`);
  const tls = parameters.get('tls') ?? '1';
  if (tls !== '1') return malformed('tls=0, leaving TLS after the 101, is not supported; use tls=1');
  const found = targetOf(parameters.get('address') ?? undefined, parameters.get('port') ?? undefined);
  return found === null ? malformed('address and port are needed') : { kind: 'tcp-forwarding', target: found };
}

function targetOf(host: string | undefined, portText: string | undefined): Target | null {
  const port = portNumber.safeParse(/^[0-9]{1,5}$/.test(portText ?? '') ? Number(portText) : undefined);
  if (host === undefined || !port.success) return null;
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const usable = (isIP(bare) !== 0 && !bare.includes('%')) || (bare.length <= 253 && /^[A-Za-z0-9_.-]+$/.test(bare));
  return usable ? { host: bare, port: port.data } : null;
}

function upgrades(head: RequestHead, protocol: string): boolean {
  const connection = listOf(head.headers.connection).includes('upgrade');
  return head.method === 'GET' && connection && listOf(head.headers.upgrade).includes(protocol);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return [value ?? []].flat().flatMap((text) => text.split(',').map((part) => part.trim().toLowerCase()));
}

function needsUpgrade(protocol: string): RequestKind {
  return malformed(`this path takes GET with Upgrade: ${protocol} and Connection: Upgrade`);
}

function malformed(hint: string): RequestKind {
  return { kind: 'malformed', hint };
}
