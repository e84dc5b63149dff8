// Opens pages, and closes those that a page opened by itself, unless the app lets it.

import type { CdpEvents, CdpSession } from './cdp.ts';
import type { Chromium } from './chromium.ts';

export interface OpenedPage {
  readonly targetId: string;
  readonly session: CdpSession;
  /** Resolves when it is gone, whoever closed it. */
  readonly gone: Promise<void>;
  /** Called if its renderer crashes. */
  onCrash(listener: () => void): void;
  resize(width: number, height: number): Promise<void>;
}

export interface Pages {
  open(width: number, height: number): Promise<OpenedPage>;
  close(targetId: string): Promise<void>;
}

type Attached = CdpEvents['Target.attachedToTarget'];

/** Every new page waits until it is told to run, so that nothing of it happens before the stand-in is there. */
export async function drivePages(
  { cdp, isHeaded, openAppWindow }: Chromium,
  mayOpen: (openerId: string) => boolean,
): Promise<Pages> {
  const all = cdp.session();
  const sessions = new Map<string, PromiseWithResolvers<string>>();
  const gone = new Map<string, PromiseWithResolvers<void>>();
  const crashed = new Map<string, () => void>();
  const asked: ((targetId: string) => void)[] = [];
  const entry = <T>(map: Map<string, PromiseWithResolvers<T>>, targetId: string) => {
    const found = map.get(targetId) ?? Promise.withResolvers<T>();
    map.set(targetId, found);
    return found;
  };

  function attached({ sessionId, targetInfo: { targetId, type, openerId } }: Attached): void {
    if (type === 'page' && openerId === undefined) {
      entry(sessions, targetId).resolve(sessionId);
      asked.shift()?.(targetId);
      return;
    }
    if (type === 'page' && openerId !== undefined && !mayOpen(openerId))
      all.send('Target.closeTarget', { targetId }).catch(() => undefined);
    cdp
      .session(sessionId)
      .send('Runtime.runIfWaitingForDebugger')
      .catch(() => undefined);
  }

  all.on('Target.attachedToTarget', attached);
  all.on('Target.targetDestroyed', ({ targetId }) => {
    gone.get(targetId)?.resolve();
    for (const map of [sessions, gone, crashed]) map.delete(targetId);
  });
  all.on('Target.targetCrashed', ({ targetId }) => crashed.get(targetId)?.());
  await all.send('Target.setDiscoverTargets', { discover: true });
  await all.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });

  async function newTarget(width: number, height: number): Promise<string> {
    if (!isHeaded)
      return (await all.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })).targetId;
    const next = Promise.withResolvers<string>();
    asked.push(next.resolve);
    openAppWindow(width, height);
    return await next.promise;
  }

  async function resize(targetId: string, session: CdpSession, width: number, height: number): Promise<void> {
    if (!isHeaded) {
      const size = { width, height, deviceScaleFactor: 0, mobile: false };
      await session.send('Emulation.setDeviceMetricsOverride', size);
      return;
    }
    const { windowId } = await all.send('Browser.getWindowForTarget', { targetId });
    await all.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
  }

  return {
    async open(width, height) {
      const targetId = await newTarget(width, height);
      const { promise } = entry(gone, targetId);
      const session = cdp.session(await entry(sessions, targetId).promise);
      return {
        targetId,
        session,
        gone: promise,
        onCrash: (listener) => crashed.set(targetId, listener),
        resize: (newWidth, newHeight) => resize(targetId, session, newWidth, newHeight),
      };
    },
    async close(targetId) {
      const { promise } = entry(gone, targetId);
      await all.send('Target.closeTarget', { targetId });
      await promise;
    },
  };
}
