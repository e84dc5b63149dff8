// The desktop app as its user has it: a home of its own, an icon in the tray, and a window when it is asked for.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright';
import type { PageName } from '../../../../shared/shell/gui-state.ts';
import { type Words, words } from '../../../../shared/words/words.ts';
import { ensureShell } from '../../../shell/build-shell.ts';
import { findRuntime, type Runtime, runtimeText } from '../../../start/find-runtime.ts';
import { startAgain } from '../../../start/start-again.ts';
import { startOf } from '../../../start/start-of.ts';
import { workspaceVariable } from '../../stage/processes.ts';
import { command, value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';

export interface Desktop {
  readonly runtime: Runtime;
  readonly app: ElectronApplication;
  /** Starts the app a second time, as a click on a link does; what it is given goes to the one that runs. */
  again(...args: readonly string[]): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../../../..');
/** Pictures outlive the story: they are what it found. */
const pictures = path.join(root, 'out', 'demo', 'desktop');

export async function openDesktop({ stage, outcome }: StoryWorld) {
  const { places, signal } = stage;
  const runtime = await findRuntime({ mayDownload: false, report: () => undefined });
  const folder = await ensureShell();
  const home = path.join(places.workspace, 'desktop');
  for (const each of [home, path.join(home, 'runtime')]) mkdirSync(each, { mode: 0o700 });
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const env = {
    ...environmentOf(home),
    STILE_AGENT_SOCKET: places.sockets.agent,
    [workspaceVariable]: places.workspace,
  };
  const { switches } = startOf(runtime, env, process.getuid?.() === 0);
  const args = [...switches, folder];
  const app = await electron.launch({ executablePath: runtime.program, args: [...args, '--hidden'], env, cwd: root });
  signal.addEventListener('abort', () => app.process().kill(), { once: true });
  outcome.desktop = {
    runtime: runtime.kind,
    pictures: [],
    violations: [],
    firstPaintMs: null,
    rendererProcessesAfterClose: null,
    shellMiB: null,
  };
  const desktop: Desktop = {
    runtime,
    app,
    again: (...more) => startAgain(runtime.program, [...args, ...more], env),
  };
  return {
    value: desktop,
    facts: { runtime: runtime.kind, windows: app.windows().length },
    lines: [command('npm start -- --hidden'), value('runs on', runtimeText(runtime))],
  };
}

/** The window as it is, or a new one. */
export async function openWindow({ app }: Desktop): Promise<Page> {
  const [open] = app.windows();
  if (open !== undefined && !open.isClosed()) return open;
  const opening = app.waitForEvent('window');
  // What a click on the app's icon comes to.
  await app.evaluate(({ app: main }) => void main.emit('activate'));
  const page = await opening;
  await page.getByRole('main').waitFor();
  return page;
}

/** As its user does, and not before it is gone. */
export async function closeWindow({ app }: Desktop): Promise<void> {
  for (const page of app.windows()) {
    const closed = page.waitForEvent('close');
    await app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await closed;
  }
}

/** By the rail, as a person does. */
export async function goTo(page: Page, name: PageName, { frame }: Pick<Words, 'frame'> = words.en): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: frame.pages[name] }).click();
  await page.locator('nav [aria-current="page"]').getByText(frame.pages[name], { exact: true }).waitFor();
}

/** Returns the file. */
export async function takePicture(page: Page, name: string): Promise<string> {
  const file = path.join(pictures, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  return file;
}

/** Nothing of whoever tells the story gets into the app but where it is shown. */
function environmentOf(home: string): Record<string, string> {
  const kept = ['PATH', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'ELECTRON_PATH'];
  const passed = kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []));
  return {
    ...Object.fromEntries(passed),
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_RUNTIME_DIR: path.join(home, 'runtime'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${path.join(home, 'runtime', 'bus')}`,
  };
}
