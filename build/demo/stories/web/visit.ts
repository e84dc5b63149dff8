// Visits a web application through the gateway as a program would, and says what came back.

import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { denial } from '../../../../shared/tunnel/denial.ts';
import type { Shown } from '../refusals/visitors.ts';

export interface Visit {
  readonly host: string;
  readonly path?: string;
  /** Null: no certificate. */
  readonly shown: Shown;
  readonly userAgent?: string;
}

export interface WebDoor {
  /** Of the gateway, at 127.0.0.1. */
  readonly port: number;
  /** The web CA. */
  readonly ca: string;
}

export type Came =
  | { readonly kind: 'page'; readonly status: number; readonly text: string }
  | { readonly kind: 'refused'; readonly code: string; readonly title: string; readonly requestId: string };

const patienceMs = 10_000;

export async function visit(door: WebDoor, { host, path = '/', shown, userAgent }: Visit): Promise<Came> {
  const asked = request({
    ...{ host: '127.0.0.1', port: door.port, servername: host, path, ca: door.ca, agent: false },
    ...(shown ?? {}),
    headers: {
      host: `${host}:${door.port}`,
      accept: 'application/json',
      ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
    },
    signal: AbortSignal.timeout(patienceMs),
  });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  asked.once('response', resolve).once('error', reject).end();
  const response = await promise;
  const text = Buffer.concat(await response.toArray()).toString();
  const status = response.statusCode ?? 0;
  if (status < 400) return { kind: 'page', status, text };
  const { code, title, requestId } = denial.parse(JSON.parse(text));
  return { kind: 'refused', code, title, requestId };
}

/** The code, or `page`. */
export function inShort(came: Came): string {
  return came.kind === 'refused' ? came.code : 'page';
}
