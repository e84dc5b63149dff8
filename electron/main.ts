// The shell: wires its parts together; decides nothing.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { app, clipboard, Menu, Notification, nativeImage, nativeTheme, screen, shell, Tray } from 'electron';
import { agentContract } from '../shared/agent/agent-contract.ts';
import { lookedForAt } from '../shared/node/endpoint.ts';
import { connectFirst } from '../shared/node/local-socket/connect-first.ts';
import { makeLog } from '../shared/node/log-sink.ts';
import type { LinkState } from '../shared/shell/gui-state.ts';
import { aboutThis } from './about.ts';
import { makeActions } from './actions.ts';
import { autostartFor } from './autostart/autostart.ts';
import { makePageGate } from './calls/page-gate.ts';
import { shellCalls } from './calls/shell-calls.ts';
import { makeInvitations } from './enrollment/invitations.ts';
import { makeGuiStore } from './gui-store.ts';
import { incoming } from './incoming.ts';
import { servePages } from './ipc.ts';
import { closeAtQuit } from './life.ts';
import { openAgentLink } from './link/agent-link.ts';
import { keepNotices } from './notices/keep-notices.ts';
import { openNoticesFile } from './notices/notices-file.ts';
import { plainBody } from './notices/plain-body.ts';
import { showNotices } from './notices/show-notices.ts';
import { personAtFirst, personInFull } from './person/person.ts';
import { saveText } from './save-text.ts';
import { followManaged } from './settings/follow-managed.ts';
import { languageInUse, makePreferences } from './settings/preferences.ts';
import { openSettings } from './settings/settings-file.ts';
import { thisMachine } from './this-machine.ts';
import { traitsOfThisDesktop } from './traits.ts';
import { openTray } from './tray/tray.ts';
import type { TrayAction } from './tray/tray-action.ts';
import { keepUserSession, sessionOfThisUser } from './user-session.ts';
import { setAppMenu } from './window/app-menu.ts';
import { pageSession, registerAppScheme } from './window/app-protocol.ts';
import { lockDownContents } from './window/lock-down.ts';
import { openPageFiles, pageUrl } from './window/page-files.ts';
import { shellWindow } from './window/window.ts';
import { keptBounds, placeOn } from './window/window-bounds.ts';

// Beside this file's bundle lie the preload's, the folder of the pages and the licences.
const beside = (name: string) => path.join(import.meta.dirname, name);
const log = makeLog({ program: 'stile-shell' });
const traits = traitsOfThisDesktop();
const now = () => new Date();

registerAppScheme();
lockDownContents();
const isFirst = app.requestSingleInstanceLock();
const starts = incoming(app, process.argv.slice(1));
if (isFirst) app.whenReady().then(run).catch(fail);
else {
  log.info('the shell runs already and was told');
  app.quit();
}

/** Half a shell is worse than none: nobody would know why nothing is shown. */
function fail(error: unknown): void {
  log.error('the shell cannot start', { error });
  app.exit(1);
}

async function run(): Promise<void> {
  const stack = new AsyncDisposableStack();
  closeAtQuit(stack, log);
  setAppMenu(traits);
  const inData = (name: string) => path.join(app.getPath('userData'), name);
  const preferred = () => app.getPreferredSystemLanguages();
  const [settings, bounds, noticesFile, files] = await Promise.all([
    openSettings(inData('settings.json'), log),
    keptBounds(inData('window.json'), log),
    openNoticesFile(inData('notices.json'), log),
    openPageFiles(beside('pages')),
  ]);
  nativeTheme.themeSource = settings.current.theme;

  const person = personAtFirst(traits, process.env);
  const store = stack.use(
    makeGuiStore({
      link: { kind: 'connecting', since: now().toISOString(), attempt: 1 },
      settings: settings.current,
      language: languageInUse(settings.current, preferred()),
      invitation: { kind: 'none' },
      notices: [...noticesFile.first],
      person,
      about: aboutThis({ version: app.getVersion(), versions: process.versions, platform: traits.platform }),
      wanted: null,
    }),
  );
  const places = lookedForAt('agent');
  const agentSeen = Promise.withResolvers<void>();
  const linkIs = (link: LinkState) => {
    store.change({ link });
    if (link.kind === 'connected') agentSeen.resolve();
  };
  const agent = stack.use(openAgentLink({ places, log, now, onChange: linkIs }));
  const invitations = stack.use(makeInvitations({ store, agent, log }));

  const window = shellWindow({
    session: pageSession(files),
    preload: beside('preload.cjs'),
    isPackaged: app.isPackaged,
    place: () =>
      placeOn(
        screen.getAllDisplays().map(({ workArea }) => workArea),
        bounds.last,
      ),
    onClosed: bounds.keep,
  });
  const machine = stack.use(thisMachine(traits.platform));
  const actions = makeActions({
    store,
    agent,
    now,
    showWindow: window.show,
    copy: (text) => clipboard.writeText(text),
    browse: (url) => shell.openExternal(url),
    launcher: machine.launcher,
    quit: () => app.quit(),
  });
  const act = (action: TrayAction) =>
    void actions.perform(action).catch((error: unknown) => log.info('a click was not done', { error }));
  const shown = stack.use(
    showNotices({
      Notification,
      state: () => store.current,
      isPresenting: machine.isPresenting,
      asText: plainBody(traits.platform, process.env),
      act,
    }),
  );
  const notices = stack.use(
    keepNotices({
      store,
      file: noticesFile,
      show: (notice) =>
        void shown.show(notice).catch((error: unknown) => log.info('a notice was not shown', { error })),
      now,
    }),
  );
  const autostart = autostartFor(traits, app, process.env);
  const preferences = makePreferences({
    file: settings,
    store,
    autostart,
    preferred,
    showTheme: (theme) => {
      nativeTheme.themeSource = theme;
    },
  });
  stack.use(followManaged(store, preferences, log));
  const calls = shellCalls({
    invitations,
    actions,
    changeSettings: preferences.change,
    notices,
    openers: () => machine.launcher.openers(),
    save: (suggestedName, text) => saveText(window.current, { folder: app.getPath('downloads'), suggestedName, text }),
    licences: () => readFile(beside('licences.txt'), 'utf8'),
  });
  const gate = makePageGate({ pageUrl, agent, shell: calls, log });
  stack.use(servePages({ gate, store, window: () => window.current }));

  starts.take(({ isHidden, opened }) => {
    if (isHidden) return;
    // A link is shown, whatever it is worth; what it asks for is asked of the person.
    actions.openWindow(null);
    invitations.offer(opened).catch((error: unknown) => log.info('a link was not taken', { error }));
  });
  // The shell goes on in the tray.
  app.on('window-all-closed', () => undefined);

  // After the window: whether a desktop has a tray takes a while to find out.
  const tray = openTray({
    platform: traits.platform,
    environment: process.env,
    electron: { Tray, Menu, nativeImage },
    theme: nativeTheme,
    store,
    act,
    log,
  }).catch((error: unknown) => log.error('there is no tray', { error }));
  stack.defer(async () => (await tray)?.[Symbol.dispose]());

  const stop = new AbortController();
  stack.defer(() => stop.abort());
  void personInFull(person, traits).then((full) => store.change({ person: full }));
  void autostart.begin(settings.isFirstRun && settings.current.startAtLogin);
  const connect = (signal: AbortSignal) => connectFirst(agentContract, places, { program: 'the agent daemon', signal });
  const session = sessionOfThisUser({ platform: traits.platform, environment: process.env, log, connect });
  void keepUserSession({ agentSeen: agentSeen.promise, session, log }, stop.signal);
  // `--`: what a link brings is never taken for a switch.
  if (app.isPackaged) app.setAsDefaultProtocolClient('stile', process.execPath, ['--']);
}
