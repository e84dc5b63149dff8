// `session`: what the pages of the app may request, and be permitted.

import { EventEmitter } from 'node:events';
import { addressInApp } from '../browser/addresses.ts';
import type { PausedRequest } from '../browser/cdp.ts';
import type { WebContents } from '../windows/web-contents.ts';
import { covered } from './covered.ts';
import { newProtocol } from './protocol.ts';

type BeforeRequest = NonNullable<Parameters<Electron.WebRequest['onBeforeRequest']>[0]>;
type PermissionHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];

interface Rules {
  beforeRequest: BeforeRequest | null;
  permissionRequest: PermissionHandler;
}

const rulesOf = new WeakMap<Electron.Session, Rules>();

export const defaultSession = newSession();
const partitions = new Map<string, Electron.Session>();

export const session = covered<typeof Electron.session>('session', {
  defaultSession,
  fromPartition(name) {
    const found = partitions.get(name) ?? newSession();
    partitions.set(name, found);
    return found;
  },
});

/** Whether the session lets the request go. */
export async function mayRequest(
  by: WebContents,
  { requestId, request, resourceType }: PausedRequest,
): Promise<boolean> {
  const listener = rulesOf.get(by.session)?.beforeRequest ?? null;
  if (listener === null) return true;
  const details: Electron.OnBeforeRequestListenerDetails = {
    id: Number(requestId.replace(/\D/g, '')),
    url: addressInApp(request.url),
    method: request.method,
    webContentsId: by.id,
    resourceType: resourceType === 'Document' ? 'mainFrame' : 'other',
    referrer: '',
    timestamp: Date.now(),
    uploadData: [],
  };
  return new Promise((resolve) => listener(details, ({ cancel }) => resolve(cancel !== true)));
}

/** What the session answers to a page that asks for something only a person could grant. */
export async function mayHave(by: WebContents, permission: string): Promise<boolean> {
  const handler = rulesOf.get(by.session)?.permissionRequest ?? null;
  // Electron grants whatever nobody decides about.
  if (handler === null) return true;
  const contents = by as unknown as Parameters<typeof handler>[0];
  const details = { isMainFrame: true, requestingUrl: by.getURL() };
  return new Promise((resolve) => {
    handler(contents, permission as Parameters<typeof handler>[1], resolve, details as Electron.PermissionRequest);
  });
}

function newSession(): Electron.Session {
  const rules: Rules = { beforeRequest: null, permissionRequest: null };
  const webRequest = covered<Electron.WebRequest>('session.webRequest', {
    onBeforeRequest(first: Electron.WebRequestFilter | BeforeRequest | null, second?: BeforeRequest | null) {
      rules.beforeRequest = typeof first === 'function' ? first : (second ?? null);
    },
  });
  const part = {
    webRequest,
    protocol: newProtocol(),
    setPermissionRequestHandler(handler: PermissionHandler) {
      rules.permissionRequest = handler;
    },
    // Chromium asks only once, as above; devices and screens it has none.
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    setDisplayMediaRequestHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    clearStorageData: async () => undefined,
    clearCache: async () => undefined,
  };
  const made = covered<Electron.Session>('session', Object.assign(new EventEmitter(), part));
  rulesOf.set(made, rules);
  return made;
}
