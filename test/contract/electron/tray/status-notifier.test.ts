// The tray on a real message bus, with a desktop's watcher of our own: registered, read, clicked, told of changes, for hostile peers too.

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { Variant } from 'dbus-next';
import { icon } from '../../../../electron/tray/icon/icon.ts';
import { statusNotifier } from '../../../../electron/tray/status-notifier/status-notifier.ts';
import type { TrayAction } from '../../../../electron/tray/tray-action.ts';
import { type TrayView, trayView } from '../../../../electron/tray/tray-view.ts';
import { words } from '../../../../shared/words/words.ts';
import { connectedWith, destinationOf, guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';
import { type SessionBus, startSessionBus } from '../../../doubles/secret-service.ts';
import { startWatcher } from '../../../doubles/status-notifier-watcher.ts';

const well = trayView(guiWith(), words.en);
const limited = trayView(guiWith(linkOfStanding.limited), words.en);
const menuPath = '/StatusNotifierItem/Menu';
const menuInterface = 'com.canonical.dbusmenu';

describe('the tray on the bus', () => {
  let session: SessionBus;
  before(async () => {
    session = await startSessionBus();
  });
  after(() => session[Symbol.asyncDispose]());

  const address = () => session.environment['DBUS_SESSION_BUS_ADDRESS'] ?? '';

  async function open(view: TrayView = well) {
    const clicks = new EventEmitter();
    const actions: TrayAction[] = [];
    const act = (action: TrayAction): void => {
      actions.push(action);
      clicks.emit('click', action);
    };
    const taken = (isTaken: boolean): void => void clicks.emit('taken', isTaken);
    const first = { view, ground: 'dark' } as const;
    const tray = await statusNotifier({ environment: session.environment, first, act, taken });
    assert.ok(tray !== null);
    return {
      tray,
      actions,
      nextClick: () => once(clicks, 'click').then(([action]) => action as TrayAction),
      nextTaken: () => once(clicks, 'taken').then(([isTaken]) => isTaken as boolean),
    };
  }

  /** With a watcher that has taken it. */
  async function shown(view?: TrayView) {
    const watcher = await startWatcher(address());
    const opened = await open(view);
    await watcher.registered(1);
    return {
      ...opened,
      watcher,
      async [Symbol.asyncDispose]() {
        opened.tray[Symbol.dispose]();
        await watcher[Symbol.asyncDispose]();
      },
    };
  }

  test('is registered, with icon, tooltip and status', async () => {
    await using scene = await shown(limited);
    const properties = await scene.watcher.properties();
    const read = (name: string) => properties[name]?.value;
    assert.equal(scene.watcher.items[0]?.path, '/StatusNotifierItem');
    assert.equal(read('Status'), 'NeedsAttention');
    assert.equal(read('Title'), 'Stile: Limited access');
    assert.deepEqual(read('ToolTip').slice(2), [limited.tooltip.title, limited.tooltip.text]);
    const pixmaps: readonly (readonly [number, number, Buffer])[] = read('IconPixmap');
    assert.deepEqual(
      pixmaps.map(([width, height, bytes]) => [width, height, bytes.length / 4]),
      [16, 22, 24, 32, 44, 48, 64].map((size) => [size, size, size * size]),
    );
    const drawn = icon('limited', 16, 'dark').rgba;
    const [, , first] = pixmaps[0] ?? [0, 0, Buffer.alloc(0)];
    // Alpha first.
    assert.deepEqual(
      [...first].filter((_, index) => index % 4 === 0),
      [...drawn].filter((_, index) => index % 4 === 3),
    );
  });

  test('shows its menu, and a click on it reaches the shell', async () => {
    await using scene = await shown();
    const menu = await scene.watcher.menu();
    assert.deepEqual(
      menu.map(({ label, type }) => label ?? type),
      well.menu.map((item) => (item.kind === 'separator' ? 'separator' : item.label)),
    );
    assert.deepEqual(
      menu.find(({ label }) => label === 'Tags (1)')?.items.map(({ label, type }) => label ?? type),
      ['managed', 'separator', 'Where these come from…'],
    );
    assert.equal(menu[0]?.isEnabled, false);
    const clicked = scene.nextClick();
    await scene.watcher.click(menu.find(({ label }) => label?.startsWith('files'))?.id ?? -1);
    assert.deepEqual(await clicked, { kind: 'open-destination', destination: 'files.corp.test:22', with: 'ssh' });
  });

  test('opens the window when the icon itself is clicked', async () => {
    await using scene = await shown();
    const clicked = scene.nextClick();
    await scene.watcher.call('/StatusNotifierItem', 'org.kde.StatusNotifierItem', 'Activate', 'ii', [0, 0]);
    assert.deepEqual(await clicked, { kind: 'open-window', page: null });
  });

  test('tells the desktop what changed, and a number of the menu before means nothing more', async () => {
    await using scene = await shown();
    const { watcher, tray, actions } = scene;
    const old = (await watcher.menu()).find(({ label }) => label?.startsWith('files'))?.id ?? -1;
    tray.show(limited, 'dark');
    await watcher.signal('NewIcon');
    await watcher.signal('NewToolTip');
    assert.deepEqual(await watcher.signal('NewStatus'), ['NeedsAttention']);
    const [revision, parent] = await watcher.signal('LayoutUpdated');
    assert.deepEqual([revision, parent], [2, 0]);
    assert.equal((await watcher.menu())[0]?.label, 'Some services are out of reach.');
    await watcher.click(old);
    assert.deepEqual(actions, []);
  });

  test('tells words that changed alone without a new layout', async () => {
    const named = (name: string) =>
      trayView(guiWith(connectedWith({ destinations: [destinationOf('files', 22, { name })] })), words.en);
    await using scene = await shown(named('before'));
    const id = (await scene.watcher.menu()).find(({ label }) => label?.startsWith('before'))?.id;
    scene.tray.show(named('snake_case'), 'dark');
    const [updated] = await scene.watcher.signal('ItemsPropertiesUpdated');
    const [[changed, properties]] = updated as [[number, Record<string, Variant>]];
    assert.equal(changed, id);
    // A single underline would mark the next letter as a key.
    assert.equal(properties['label']?.value, 'snake__case: open with SSH');
  });

  test('waits for a watcher, registers again with each new one, and says whether one has it', async () => {
    const { tray, nextTaken } = await open();
    try {
      assert.equal(await nextTaken(), false);
      for (const _ of ['the first', 'after a restart']) {
        const watcher = await startWatcher(address());
        const [isTaken] = await Promise.all([nextTaken(), watcher.registered(1)]);
        assert.ok(isTaken);
        assert.equal((await watcher.properties())['Id']?.value, 'stile');
        const next = nextTaken();
        await watcher[Symbol.asyncDispose]();
        assert.equal(await next, false);
      }
    } finally {
      tray[Symbol.dispose]();
    }
  });

  test('leaves the bus when it is disposed', async () => {
    const { watcher, tray, [Symbol.asyncDispose]: end } = await shown();
    tray[Symbol.dispose]();
    await assert.rejects(async () => {
      for (;;) await watcher.properties();
    }, /NoReply|ServiceUnknown|disconnected|not provided/i);
    tray.show(limited, 'dark');
    await end();
  });

  const nobody = 2_000_000_000;
  const everything = Array.from({ length: 50_000 }, (_, index) => index);
  const hostile: readonly (readonly [
    what: string,
    path: string,
    iface: string,
    member: string,
    signature: string,
    body: unknown[],
    answer: RegExp | null,
  ])[] = [
    ['an item that there is not', menuPath, menuInterface, 'GetLayout', 'iias', [nobody, -1, []], /name nothing/],
    ['a negative item', menuPath, menuInterface, 'GetProperty', 'is', [-5, 'label'], /name nothing/],
    ['a property of objects', menuPath, menuInterface, 'GetProperty', 'is', [1, 'constructor'], /name nothing/],
    ['a method of objects', menuPath, menuInterface, 'toString', '', [], /no such method/],
    ['all numbers there are', menuPath, menuInterface, 'GetGroupProperties', 'aias', [everything, []], null],
    ['another depth', menuPath, menuInterface, 'GetLayout', 'iias', [0, -2_147_483_648, ['label', '__proto__']], null],
    [
      'a click on nothing',
      menuPath,
      menuInterface,
      'Event',
      'isvu',
      [nobody, 'clicked', new Variant('s', ''), 0],
      null,
    ],
    [
      'another event',
      menuPath,
      menuInterface,
      'Event',
      'isvu',
      [1, '__proto__', new Variant('au', everything), 0],
      null,
    ],
    ['arguments of another kind', menuPath, menuInterface, 'Event', 's', ['clicked'], /must be/],
    ['no arguments', menuPath, menuInterface, 'Event', '', [], /must be/],
    ['another object', '/etc/passwd', menuInterface, 'GetLayout', 'iias', [0, -1, []], /no such object/],
    ['another interface', menuPath, 'org.evil.Interface', 'Run', 's', ['id'], /no such method/],
    [
      'writing a property',
      '/StatusNotifierItem',
      'org.freedesktop.DBus.Properties',
      'Set',
      'ssv',
      ['org.kde.StatusNotifierItem', 'Title', new Variant('s', 'x')],
      /no more/,
    ],
    [
      'an unknown property',
      '/StatusNotifierItem',
      'org.freedesktop.DBus.Properties',
      'Get',
      'ss',
      ['org.kde.StatusNotifierItem', '__proto__'],
      /no such property/,
    ],
    [
      'properties without saying of what',
      '/StatusNotifierItem',
      'org.freedesktop.DBus.Properties',
      'GetAll',
      '',
      [],
      /no such interface/,
    ],
  ];
  test('answers peers that ask for what there is not, and goes on', async () => {
    await using scene = await shown();
    for (const [what, path, iface, member, signature, body, answer] of hostile) {
      const asked = scene.watcher.call(path, iface, member, signature, body);
      if (answer === null) await asked;
      else await assert.rejects(asked, { text: answer }, what);
    }
    assert.deepEqual(scene.actions, []);
    assert.equal((await scene.watcher.menu()).length, well.menu.length);
  });

  test('acts on no flood of clicks', async () => {
    await using scene = await shown();
    const id = (await scene.watcher.menu()).find(({ label }) => label?.startsWith('files'))?.id ?? -1;
    const flood = Array.from({ length: 5_000 }, () => [id, 'clicked', new Variant('s', ''), 0]);
    await scene.watcher.call(menuPath, menuInterface, 'EventGroup', 'a(isvu)', [flood]);
    assert.equal(scene.actions.length, 16);
  });
});

describe('there is no tray', () => {
  const nowhere: readonly (readonly [what: string, environment: Record<string, string>])[] = [
    ['without a bus', {}],
    ['where nobody listens', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
    ['on a bus of another machine', { DBUS_SESSION_BUS_ADDRESS: 'tcp:host=192.0.2.1,port=1' }],
    ['with an address that runs a program', { DBUS_SESSION_BUS_ADDRESS: 'unixexec:path=/bin/sh' }],
  ];
  for (const [what, environment] of nowhere)
    test(what, async () => {
      const first = { view: well, ground: 'dark' } as const;
      const nothing = () => undefined;
      assert.equal(await statusNotifier({ environment, first, act: nothing, taken: nothing, timeoutMs: 500 }), null);
    });
});
