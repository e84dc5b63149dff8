// `protocol`: the app's own schemes, and what answers their requests, in each session for itself.

import { addressInApp } from '../browser/addresses.ts';
import type { PausedRequest } from '../browser/cdp.ts';
import { covered } from './covered.ts';

type Handler = Parameters<Electron.Protocol['handle']>[1];

const privileged = new Set<string>();
const handlersOf = new WeakMap<Electron.Protocol, Map<string, Handler>>();

/** Schemes with an origin of their own, as the app registered them before it was ready. */
export const ownSchemes: ReadonlySet<string> = privileged;

export function newProtocol(): Electron.Protocol {
  const handlers = new Map<string, Handler>();
  const made = covered<Electron.Protocol>('protocol', {
    registerSchemesAsPrivileged(schemes) {
      for (const { scheme } of schemes) privileged.add(scheme);
    },
    handle(scheme, handler) {
      if (handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
      handlers.set(scheme, handler);
    },
    unhandle: (scheme) => void handlers.delete(scheme),
    isProtocolHandled: (scheme) => handlers.has(scheme),
  });
  handlersOf.set(made, handlers);
  return made;
}

/** The answer to a request for one of the app's schemes; null if the request goes elsewhere. @throws what the app's handler throws */
export async function answerOwn(protocol: Electron.Protocol, { request }: PausedRequest): Promise<Response | null> {
  const url = addressInApp(request.url);
  if (url === request.url) return null;
  const handler = handlersOf.get(protocol)?.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) throw new Error(`nothing answers ${url}`);
  const { method, headers, postData } = request;
  const body = postData === undefined ? {} : { body: postData };
  return await handler(new Request(url, { method, headers: { ...headers }, ...body }));
}
