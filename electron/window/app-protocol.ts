// The window's own scheme, `stile-app:`, and a session that knows no other and no network.

import { protocol, type Session, session } from 'electron';
import { type PageFiles, scheme } from './page-files.ts';

/** To be called before the app is ready: Electron takes schemes only then. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** A session in memory: no cookie, cache or storage of the pages reaches the disk. */
export function pageSession(files: PageFiles): Session {
  const ours = session.fromPartition('stile-pages');
  ours.protocol.handle(scheme, async ({ method, url }) => {
    const { status, headers, body } = await files.answer(method, url);
    return new Response(body, { status, headers: { ...headers } });
  });
  ours.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !url.startsWith(`${scheme}:`) }));
  ours.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  ours.setPermissionCheckHandler(() => false);
  ours.setDevicePermissionHandler(() => false);
  ours.on('will-download', (event) => event.preventDefault());
  return ours;
}
