// A desktop's part of the tray: owns the watcher's name on a bus, takes items, reads them, clicks, and hears their signals.

import { EventEmitter, on } from 'node:events';
import { Message, MessageType, sessionBus, type Variant } from 'dbus-next';

const watcherName = 'org.kde.StatusNotifierWatcher';

export interface SeenMenuItem {
  readonly id: number;
  readonly label: string | undefined;
  readonly type: string | undefined;
  readonly isEnabled: boolean;
  readonly items: readonly SeenMenuItem[];
}

export interface Watcher extends AsyncDisposable {
  /** Who registered, in order: the connection's name and the path it gave. */
  readonly items: readonly { readonly sender: string; readonly path: string }[];
  /** Resolves when this many have registered. */
  registered(count: number): Promise<void>;
  /** Resolves with the signal's arguments when one of that name comes, or has come since it was last asked for. */
  signal(member: string): Promise<readonly unknown[]>;
  call(path: string, iface: string, member: string, signature?: string, body?: unknown[]): Promise<readonly unknown[]>;
  properties(): Promise<Readonly<Record<string, Variant>>>;
  menu(): Promise<readonly SeenMenuItem[]>;
  click(id: number): Promise<void>;
}

export async function startWatcher(busAddress: string): Promise<Watcher> {
  const bus = sessionBus({ busAddress: busAddress.replace('unix:path=', 'unix:socket=') });
  const items: { sender: string; path: string }[] = [];
  const happened = new EventEmitter();
  const signals: Message[] = [];
  bus.addMethodHandler((message: Message) => {
    if (message.member !== 'RegisterStatusNotifierItem') return false;
    items.push({ sender: message.sender, path: `${message.body[0]}` });
    bus.send(Message.newMethodReturn(message));
    happened.emit('any');
    return true;
  });
  bus.on('message', (message: Message) => {
    if (message.type !== MessageType.SIGNAL || !message.path.startsWith('/StatusNotifierItem')) return;
    signals.push(message);
    happened.emit('any');
  });
  await new Promise<void>((resolve, reject) => {
    bus.on('connect', resolve);
    bus.on('error', reject);
  });
  const dbus = {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
  };
  await bus.call(new Message({ ...dbus, member: 'AddMatch', signature: 's', body: ["type='signal'"] }));
  await bus.requestName(watcherName, 0);

  async function until<T>(look: () => T | undefined): Promise<T> {
    const later = on(happened, 'any');
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await later.next();
    }
  }

  async function call(path: string, iface: string, member: string, signature = '', body: unknown[] = []) {
    const destination = items.at(-1)?.sender;
    if (destination === undefined) throw new Error('no item has registered');
    const reply = await bus.call(new Message({ destination, path, interface: iface, member, signature, body }));
    return reply?.body ?? [];
  }

  async function properties(): Promise<Readonly<Record<string, Variant>>> {
    const path = items.at(-1)?.path ?? '';
    const [all] = await call(path, 'org.freedesktop.DBus.Properties', 'GetAll', 's', ['org.kde.StatusNotifierItem']);
    return all as Record<string, Variant>;
  }

  return {
    items,
    registered: (count) => until(() => (items.length >= count ? true : undefined)).then(() => undefined),
    signal: (member) =>
      until(() => {
        const index = signals.findIndex((each) => each.member === member);
        return index < 0 ? undefined : signals.splice(0, index + 1).at(-1)?.body;
      }),
    call,
    properties,
    async menu() {
      const path = (await properties())['Menu']?.value;
      const [, layout] = await call(path, 'com.canonical.dbusmenu', 'GetLayout', 'iias', [0, -1, []]);
      return seen(layout).items;
    },
    async click(id) {
      const path = (await properties())['Menu']?.value;
      const { Variant: Value } = await import('dbus-next');
      await call(path, 'com.canonical.dbusmenu', 'Event', 'isvu', [id, 'clicked', new Value('s', ''), 0]);
    },
    async [Symbol.asyncDispose]() {
      bus.disconnect();
    },
  };
}

function seen(layout: unknown): SeenMenuItem {
  const [id, properties, children] = layout as [number, Record<string, Variant>, Variant[]];
  return {
    id,
    label: properties['label']?.value,
    type: properties['type']?.value,
    isEnabled: properties['enabled']?.value ?? true,
    items: children.map((child) => seen(child.value)),
  };
}
