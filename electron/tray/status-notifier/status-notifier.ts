// The tray on Linux desktops: an item and its menu on the session's bus, shown by whoever watches for such items.

import type { IconGround } from '../icon/icon.ts';
import type { TrayAction } from '../tray-action.ts';
import type { TrayView } from '../tray-view.ts';
import type { BusObjects } from './bus-objects.ts';
import { itemInterface, itemName, itemSignals, type ShownItem } from './item.ts';
import { busMenu, menuName } from './menu.ts';
import { connectSessionBus, type LinkEnvironment } from './session-bus.ts';

const watcher = 'org.kde.StatusNotifierWatcher';
const itemPath = '/StatusNotifierItem';
const menuPath = '/StatusNotifierItem/Menu';

export interface StatusNotifier extends Disposable {
  show(view: TrayView, ground: IconGround): void;
}

/** Null where there is no session bus. Without a watcher the item waits for one, and it is registered again with each new one. */
export async function statusNotifier(options: {
  readonly environment: LinkEnvironment;
  readonly first: ShownItem;
  readonly act: (action: TrayAction) => void;
  /** Tells whether a desktop shows the item: it may come later, and go. */
  readonly taken: (isTaken: boolean) => void;
  readonly timeoutMs?: number;
}): Promise<StatusNotifier | null> {
  let shown = options.first;
  const menu = busMenu(shown.view.menu, options.act);
  const item = itemInterface(
    () => shown,
    menuPath,
    () => options.act({ kind: 'open-window', page: null }),
  );
  const objects: BusObjects = new Map([
    [itemPath, new Map([[itemName, item]])],
    [menuPath, new Map([[menuName, menu.bus]])],
  ]);
  const bus = await connectSessionBus({
    environment: options.environment,
    objects,
    timeoutMs: options.timeoutMs ?? 3_000,
    gone: () => options.taken(false),
  });
  if (bus === null) return null;

  let registrations = 0;
  async function register(): Promise<void> {
    registrations += 1;
    const turn = registrations;
    const call = { destination: watcher, path: '/StatusNotifierWatcher', interface: watcher };
    // A path is enough: the watcher knows from the bus who calls.
    const body = [itemPath];
    const outcome = await bus?.call({ ...call, member: 'RegisterStatusNotifierItem', signature: 's', body });
    if (turn === registrations) options.taken(outcome?.kind === 'answered');
  }
  bus.watchOwner(watcher, (owner) => {
    if (owner === null) options.taken(false);
    else void register();
  });
  void register();

  return {
    show(view, ground) {
      const before = shown;
      shown = { view, ground };
      for (const [name, status] of itemSignals(before, shown))
        bus.signal(itemPath, itemName, name, status === undefined ? '' : 's', status === undefined ? [] : [status]);
      for (const [name, signature, body] of menu.show(view.menu)) bus.signal(menuPath, menuName, name, signature, body);
    },
    [Symbol.dispose]: () => bus[Symbol.dispose](),
  };
}
