// Opens the desktop shell as its user would, on whichever runtime is here, with a daemon that has whatever state a test wants.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { ensureShell } from '../../../build/shell/build-shell.ts';
import { findRuntime, type Runtime } from '../../../build/start/find-runtime.ts';
import { startAgain } from '../../../build/start/start-again.ts';
import { startOf } from '../../../build/start/start-of.ts';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { type AgentDouble, agentDouble } from '../../doubles/agent-double.ts';
import { type AgentSituation, agentStateOf } from '../../doubles/agent-states.ts';

export interface Desktop extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly double: AgentDouble;
  readonly runtime: Runtime;
  /** Of this run alone: home, user data and sockets are below it. */
  readonly directory: string;
  /** What pages complained of so far: refused by their policy, failed scripts. */
  readonly complaints: readonly string[];
  /** The window that is open, or the next that opens. */
  window(): Promise<Page>;
  /** Starts the shell once more, as a link or a second click does, and waits until that has ended. */
  startAgain(args: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchChoices {
  /** What the daemon tells at first; `protected` unless given. `null`: no daemon is there. */
  readonly state?: AgentSituation | AgentState | null;
  readonly now?: () => Date;
  /** A plain script that the shell's process runs before its own code, by Electron's switch `-r`. */
  readonly before?: string;
  /** For the shell, such as `--hidden` or a link. */
  readonly args?: readonly string[];
  /** Added to what the shell finds around it, such as the bus of a session. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The same with its window. */
export async function launchWindow(choices: LaunchChoices = {}): Promise<Desktop & { readonly page: Page }> {
  const desktop = await launchDesktop(choices);
  try {
    return { ...desktop, page: await desktop.window() };
  } catch (error) {
    await desktop.close();
    throw error;
  }
}

export async function launchDesktop(choices: LaunchChoices = {}): Promise<Desktop> {
  await using opening = new AsyncDisposableStack();
  const now = choices.now ?? (() => new Date());
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-desktop-'));
  opening.defer(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  const [folder, runtime] = await Promise.all([
    ensureShell(),
    findRuntime({ mayDownload: false, report: () => undefined }),
  ]);
  const environment = { ...(await ownPlaces(directory)), ...choices.environment };
  const double = opening.use(await agentDouble(path.join(directory, 'run'), stateOf(choices.state, now()), now));
  if (choices.state === null) await double.stop();

  const { switches } = startOf(runtime, environment, process.getuid?.() === 0);
  const before = choices.before === undefined ? [] : ['-r', choices.before];
  const app = await _electron.launch({
    executablePath: runtime.program,
    args: [...switches, ...before, folder, ...(choices.args ?? [])],
    env: environment,
    // The app itself says what is dark.
    colorScheme: null,
    timeout: 60_000,
  });
  opening.defer(() => app.close());
  const complaints: string[] = [];
  app.on('window', (page) => listen(page, complaints));
  const owned = opening.move();
  const close = () => owned.disposeAsync();
  return {
    app,
    double,
    runtime,
    directory,
    complaints,
    window: () => app.firstWindow(),
    startAgain: (args) => startAgain(runtime.program, [...switches, folder, ...args], environment),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function stateOf(wanted: LaunchChoices['state'], now: Date): AgentState {
  return typeof wanted === 'object' && wanted !== null ? wanted : agentStateOf(wanted ?? 'protected', now);
}

/** Places of its own for everything that a user's program writes or looks for; no bus and no desktop of this machine. */
async function ownPlaces(directory: string): Promise<Record<string, string>> {
  const names = {
    HOME: 'home',
    XDG_CONFIG_HOME: 'config',
    XDG_CACHE_HOME: 'cache',
    XDG_DATA_HOME: 'data',
    XDG_RUNTIME_DIR: 'run',
  };
  const places = Object.entries(names).map(([variable, name]) => [variable, path.join(directory, name)] as const);
  for (const [, place] of places) await mkdir(place, { mode: 0o700 });
  const { DISPLAY, WAYLAND_DISPLAY, PATH } = process.env;
  return {
    PATH: PATH ?? '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...(DISPLAY === undefined ? {} : { DISPLAY }),
    ...(WAYLAND_DISPLAY === undefined ? {} : { WAYLAND_DISPLAY }),
    ...Object.fromEntries(places),
    STILE_AGENT_SOCKET: path.join(directory, 'run', 'agent.sock'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${directory}/run/no-bus`,
  };
}

function listen(page: Page, complaints: string[]): void {
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
}
