// The tray of the running app on a real message bus: it follows the state, its clicks work, and there is no quitting where that is not allowed.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Standing } from '../../../shared/shell/standing.ts';
import { words } from '../../../shared/words/words.ts';
import { type AgentSituation, agentStateOf } from '../../doubles/agent-states.ts';
import { type SessionBus, startSessionBus } from '../../doubles/secret-service.ts';
import { startWatcher, type Watcher } from '../../doubles/status-notifier-watcher.ts';
import { type Desktop, launchDesktop } from './launch.ts';

const { en } = words;

describe('the tray of the app', () => {
  let bus: SessionBus;
  let watcher: Watcher;
  let desktop: Desktop;
  const address = () => bus.environment['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  before(async () => {
    bus = await startSessionBus();
    watcher = await startWatcher(address());
    desktop = await launchDesktop({ args: ['--hidden'], environment: { DBUS_SESSION_BUS_ADDRESS: address() } });
    await watcher.registered(1);
  });
  after(async () => {
    await desktop?.close();
    await watcher?.[Symbol.asyncDispose]();
    await bus?.[Symbol.asyncDispose]();
  });

  const title = async () => String((await watcher.properties())['Title']?.value);
  const labels = async () => (await watcher.menu()).flatMap(({ label }) => label ?? []);
  /** Waits for the signals that say there is something new to read. */
  async function becomes(standing: Standing): Promise<void> {
    while (!(await title()).endsWith(en.standing.names[standing])) await watcher.signal('NewToolTip');
  }

  const situations: readonly AgentSituation[] = [
    'not-enrolled',
    'connecting',
    'disconnected',
    'limited',
    'offline',
    'captive-portal',
    'ems-unreachable',
    'blocked',
    'protected',
  ];
  test('has an icon and a sentence for every state', async () => {
    const icons = new Set<string>();
    for (const situation of situations) {
      desktop.double.become(agentStateOf(situation, new Date()));
      await becomes(situation as Standing);
      const pixmaps: readonly (readonly [number, number, Buffer])[] = (await watcher.properties())['IconPixmap']?.value;
      icons.add(pixmaps.map(([, , bytes]) => bytes.toString('base64')).join());
      assert.equal((await labels())[0], en.standing.sentences[situation as Standing]);
    }
    assert.equal(icons.size, situations.length, 'no two states look the same');
  });

  test('says at once that the agent is gone, and that it is back', async () => {
    await desktop.double.stop();
    await becomes('agent-stopped');
    await desktop.double.start();
    await becomes('protected');
  });

  test('opens the window with a click, on the page that was chosen', async () => {
    assert.equal(desktop.app.windows().length, 0);
    const opening = desktop.app.waitForEvent('window');
    const { id } = (await watcher.menu()).find(({ label }) => label === en.tray.diagnostics) ?? { id: -1 };
    await watcher.click(id);
    const page = await opening;
    await page.getByRole('heading', { level: 1, name: en.frame.pages.diagnostics }).waitFor();
  });

  test('offers to quit only where the organisation allows that', async () => {
    assert.ok((await labels()).includes(en.tray.quit));
    desktop.double.change({ shellPolicy: { mayQuit: false, personalDestinations: false, disconnect: 'not-allowed' } });
    await watcher.signal('LayoutUpdated');
    while ((await labels()).includes(en.tray.quit)) await watcher.signal('LayoutUpdated');
  });
});
