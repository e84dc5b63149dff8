// Holds the stand-in for Electron to what it claims: where it is as Electron, the shell's own tests may rely on it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { _electron, type ElectronApplication, type Page } from 'playwright';

const standIn = path.resolve(import.meta.dirname, '../../electron-stand-in/electron');

const preload = `
const { contextBridge, ipcRenderer } = require('electron');
const attempt = (name) => { try { require(name); return 'loaded'; } catch (error) { return error.message; } };
contextBridge.exposeInMainWorld('api', {
  required: attempt('node:fs'),
  ask: (channel, value) => ipcRenderer.invoke(channel, value),
  onTick(listener) {
    const hear = (_event, value) => listener(value);
    ipcRenderer.on('tick', hear);
    ipcRenderer.send('listening');
    return () => ipcRenderer.off('tick', hear);
  },
});`;

const main = `
import { app, BrowserWindow, ipcMain, session } from 'electron';
import path from 'node:path';
import { protocol } from 'electron';
globalThis.heard = [];
protocol.registerSchemesAsPrivileged([{ scheme: 'example-app', privileges: { standard: true, secure: true } }]);
if (!app.requestSingleInstanceLock()) app.quit();
app.on('second-instance', (_event, argv, _cwd, data) => heard.push(['second-instance', argv.at(-1), data]));
app.on('will-quit', () => console.log('will-quit'));
ipcMain.handle('who', (event, value) => ({ value, url: event.senderFrame.url, isMain: event.senderFrame === event.sender.mainFrame }));
ipcMain.handle('fail', () => { throw new Error('denied by policy'); });
ipcMain.on('listening', (event) => event.sender.send('tick', { n: 7 }));
app.whenReady().then(() => {
  const ours = session.fromPartition('pages');
  const headers = { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'" };
  const page = '<!doctype html><title>as served</title><h1>Hello</h1><script>document.title = "inline"</script>';
  ours.protocol.handle('example-app', () => new Response(page, { headers }));
  ours.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  const window = new BrowserWindow({ width: 640, height: 480, show: false, webPreferences: { session: ours, preload: path.join(import.meta.dirname, 'preload.cjs') } });
  window.once('ready-to-show', () => heard.push(['ready-to-show', window.isVisible()]));
  window.webContents.on('will-navigate', (event, url) => { heard.push(['will-navigate', url]); event.preventDefault(); });
  window.webContents.setWindowOpenHandler(({ url }) => { heard.push(['open', url]); return { action: 'deny' }; });
  window.loadURL('example-app://app/index.html');
});`;

describe('the stand-in for Electron', () => {
  let folder = '';
  let app: ElectronApplication;
  let page: Page;
  const environment = () => ({
    PATH: '/usr/bin:/bin',
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    TMPDIR: path.join(folder, 'tmp'),
  });
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'stile-example-app-'));
    await mkdir(path.join(folder, 'tmp'));
    const manifest = { name: 'example', version: '4.5.6', type: 'module', main: 'main.js' };
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(folder, 'main.js'), main);
    await writeFile(path.join(folder, 'preload.cjs'), preload);
    app = await _electron.launch({ executablePath: standIn, args: [folder], env: environment() });
    page = await app.firstWindow();
    await page.getByRole('heading', { name: 'Hello' }).waitFor();
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const heard = () => app.evaluate(() => (globalThis as unknown as { heard: readonly unknown[] }).heard);

  test('lets the page see what the bridge gives, and nothing of Node, Electron or IPC', async () => {
    const seen = await page.evaluate(() => {
      const world = globalThis as unknown as Record<string, unknown>;
      const names = ['require', 'process', 'module', 'ipcRenderer', 'electron', '__toMain', '__fromMain'];
      return {
        there: names.filter((name) => name in world),
        keys: Object.keys(world.api as object),
        frozen: Object.isFrozen(world.api),
      };
    });
    assert.deepEqual(seen, { there: [], keys: ['required', 'ask', 'onTick'], frozen: true });
    assert.equal(await page.evaluate('api.required'), 'module not found: node:fs');
  });

  test('says who asks, and words failures as Electron does', async () => {
    assert.deepEqual(await page.evaluate("api.ask('who', 5)"), {
      value: 5,
      url: 'example-app://app/index.html',
      isMain: true,
    });
    const message = (channel: string) => page.evaluate(`api.ask('${channel}').catch((error) => error.message)`);
    assert.equal(await message('fail'), "Error invoking remote method 'fail': Error: denied by policy");
    assert.equal(
      await message('nobody'),
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    );
  });

  test('tells the page until it does not want to hear more', async () => {
    const told = 'new Promise((resolve) => { const off = api.onTick((value) => { off(); resolve(value); }); })';
    assert.deepEqual(await page.evaluate(told), { n: 7 });
  });

  test('keeps to the policy that the app sent with its page, and to its answer about permissions', async () => {
    assert.equal(await page.title(), 'as served');
    const geolocation = "navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state)";
    assert.equal(await page.evaluate(geolocation), 'denied');
  });

  test('asks the app before a page leaves, and opens no second window', async () => {
    // It is there for a moment; one that stays would be waited for in vain.
    const closes = `(async () => {
      const other = window.open('https://example.com/a');
      for (const until = Date.now() + 10_000; !other.closed && Date.now() < until; ) await new Promise((done) => setTimeout(done, 10));
      return other.closed;
    })()`;
    assert.equal(await page.evaluate(closes), true);
    await page.evaluate("location.href = 'https://example.org/b'");
    const navigated = async () => (await heard()).some((each) => String(each).startsWith('will-navigate'));
    while (!(await navigated())) await page.waitForTimeout(20);
    const happened = (await heard()).filter((each) => !String(each).startsWith('second'));
    assert.deepEqual(happened, [
      ['ready-to-show', false],
      ['open', 'https://example.com/a'],
      ['will-navigate', 'https://example.org/b'],
    ]);
    assert.equal(await page.evaluate('document.title'), 'as served');
  });

  test('runs once, and hands the arguments of a second start to the first', async () => {
    const second = spawn(standIn, [folder, 'stile://hello'], { env: environment(), stdio: 'ignore' });
    assert.deepEqual(await once(second, 'exit'), [0, null]);
    const told = async () => (await heard()).find((each) => String(each).startsWith('second-instance'));
    while ((await told()) === undefined) await page.waitForTimeout(20);
    assert.deepEqual(await told(), ['second-instance', 'stile://hello', {}]);
  });

  test('knows the app it runs, and says what it does not cover', async () => {
    assert.deepEqual(await app.evaluate(({ app }) => [app.getName(), app.getVersion(), app.isPackaged]), [
      'example',
      '4.5.6',
      false,
    ]);
    await assert.rejects(
      app.evaluate(({ app }) => app.dock),
      /the stand-in does not cover app\.dock/,
    );
  });

  test('ends with its browser, its profile and its lock', async () => {
    const pid = app.process().pid;
    await app.close();
    assert.throws(() => process.kill(pid ?? 0, 0));
    assert.deepEqual(await readdir(path.join(folder, 'tmp')), []);
    assert.deepEqual(await readdir(path.join(folder, 'config', 'example')), []);
  });
});
