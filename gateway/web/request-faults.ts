// Finds what two readers of one request head could understand differently, or nobody should have sent.

import { METHODS } from 'node:http';
import { wronglyListed } from './heads/hop-by-hop.ts';
import type { Fields } from './ports.ts';

export interface WebHead {
  readonly http: '1.1' | '2';
  readonly httpVersion: string;
  readonly method: string;
  readonly target: string;
  readonly fields: Fields;
  readonly upgrades: boolean;
}

/** The parser's limit of size counts neither colons nor line ends: many short headers would pass it. */
const mostHeaders = 100;

/** Null if the head means one thing to all. */
export function faultOf(head: WebHead): string | null {
  if (head.http === '1.1' && head.httpVersion !== '1.1') return 'only HTTP/1.1 and HTTP/2 are spoken here';
  // HTTP/1 knows no others; what HTTP/2 says more would be told to the server in other words.
  if (!METHODS.includes(head.method)) return 'there is no such method';
  if (head.method === 'CONNECT') return 'this is no proxy; ask for the path alone';
  if (head.method === 'TRACE' || head.method === 'TRACK') return 'a trace would show what only the server may see';
  if (!head.target.startsWith('/') && !(head.method === 'OPTIONS' && head.target === '*'))
    return 'a request names its path, and its host in a header';
  // The path is looked at by the router; a query goes on as it came, and nobody's request line holds these.
  if (!/^[!-~]+$/.test(head.target)) return 'path and query have printable ASCII characters';
  if (head.fields.length > mostHeaders) return `a request has at most ${mostHeaders} headers`;
  const hosts = values(head.fields, 'host');
  if (head.http === '1.1' && hosts.length !== 1) return 'exactly one Host is needed';
  if (values(head.fields, 'content-length').length > 1) return 'one Content-Length is enough';
  const listed = wronglyListed(head.fields);
  if (listed !== null) return `Connection must not list ${listed}`;
  if (values(head.fields, 'transfer-encoding').some((value) => value.trim().toLowerCase() !== 'chunked'))
    return 'of the transfer encodings only chunked is known here';
  const hasBody = ['content-length', 'transfer-encoding'].some((name) => values(head.fields, name).length > 0);
  if (head.upgrades && hasBody) return 'a request that switches protocols has no body';
  return null;
}

function values(fields: Fields, name: string): readonly string[] {
  return fields.filter(([candidate]) => candidate.toLowerCase() === name).map(([, value]) => value);
}
