// What clicks and pages ask the shell for: destinations of the list are opened where this machine reaches them, others not.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeActions } from '../../../electron/actions.ts';
import { makeGuiStore } from '../../../electron/gui-store.ts';
import type { TrayAction } from '../../../electron/tray/tray-action.ts';
import type { LaunchOutcome } from '../../../native/launch/launch.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { GuiState } from '../../../shared/shell/gui-state.ts';
import type { Opener } from '../../../shared/shell/shell-contract.ts';
import { connectedWith, destinationOf, guiWith, linkOfStanding } from '../../doubles/gui-states.ts';

function scene(state: GuiState, outcome: LaunchOutcome = { kind: 'started' }, url = '') {
  const did: string[] = [];
  const store = makeGuiStore(state);
  const actions = makeActions({
    store,
    agent: {
      call: async (name) => {
        did.push(`agent ${name}`);
        return { url } as never;
      },
    },
    now: () => new Date(0),
    showWindow: () => void did.push('window'),
    copy: async (text) => void did.push(`copy ${text}`),
    browse: async (url) => void did.push(`browse ${url}`),
    launcher: {
      async open(opener, { host, port }) {
        did.push(`${opener} ${host} ${port}`);
        return outcome;
      },
    },
    quit: () => void did.push('quit'),
  });
  return { actions, did, store };
}

const destinations = [
  destinationOf('crm', 9443, { kind: 'web' }),
  destinationOf('files', 22),
  destinationOf('desk', 3389, {}, { kind: 'published', address: '127.235.0.9', port: 13_389, hosts: false }),
  destinationOf('wiki', 80, {}, { kind: 'conflict', line: '127.0.0.1 wiki.corp.test' }),
  destinationOf('evil', 22, { host: '-oProxyCommand=id' }),
];
const list = guiWith(connectedWith({ destinations }));

const opened: readonly (readonly [destination: string, opener: Opener, did: string])[] = [
  ['crm.corp.test:9443', 'browser', 'browse https://crm.corp.test:9443/'],
  ['files.corp.test:22', 'ssh', 'ssh files.corp.test 22'],
  ['desk.corp.test:3389', 'rdp', 'rdp 127.235.0.9 13389'],
];
const refused: readonly (readonly [destination: string, opener: Opener, code: string, outcome?: LaunchOutcome])[] = [
  ['other.corp.test:22', 'ssh', 'destination-unknown'],
  ['crm.corp.test', 'browser', 'destination-unknown'],
  ['wiki.corp.test:80', 'browser', 'destination-not-here'],
  ['-oProxyCommand=id:22', 'browser', 'destination-not-opened'],
  ['files.corp.test:22', 'ssh', 'opener-missing', { kind: 'no-program' }],
  ['files.corp.test:22', 'ssh', 'destination-not-opened', { kind: 'failed', code: 'EACCES' }],
  ['files.corp.test:22', 'ssh', 'destination-not-opened', { kind: 'refused', why: 'host' }],
];

describe('a destination', () => {
  for (const [destination, opener, what] of opened)
    test(`${destination} by ${opener}: ${what}`, async () => {
      const { actions, did } = scene(list);
      await actions.perform({ kind: 'open-destination', destination, with: opener });
      assert.deepEqual(did, [what]);
    });

  for (const [destination, opener, code, outcome] of refused)
    test(`${destination} by ${opener}: ${code}`, async () => {
      const { actions, did } = scene(list, outcome);
      await assert.rejects(
        actions.openDestination(destination, opener),
        (error) => error instanceof AppError && error.code === code,
      );
      assert.equal(did.filter((each) => each.startsWith('browse')).length, 0);
    });
});

const clicks: readonly (readonly [action: TrayAction, state: GuiState, did: readonly string[]])[] = [
  [{ kind: 'copy', text: 'db.corp.test:5432' }, list, ['copy db.corp.test:5432']],
  [{ kind: 'recheck' }, list, ['agent recheck']],
  [{ kind: 'connect' }, list, ['agent connect']],
  [{ kind: 'disconnect' }, list, ['agent disconnect']],
  [{ kind: 'open-window', page: 'tags' }, list, ['window']],
  [{ kind: 'open-portal' }, guiWith(linkOfStanding['captive-portal']), ['browse http://portal.example/']],
  [{ kind: 'quit' }, list, ['quit']],
  [
    { kind: 'quit' },
    guiWith(connectedWith({ shellPolicy: { mayQuit: false, personalDestinations: false, disconnect: 'not-allowed' } })),
    [],
  ],
];
for (const [action, state, what] of clicks)
  test(`a click on ${action.kind} does ${what.join() || 'nothing'}`, async () => {
    const { actions, did } = scene(state);
    await actions.perform(action);
    assert.deepEqual(did, what);
  });

/** The address that the agent names, and what becomes of it. */
const signInPages: readonly (readonly [url: string, did: readonly string[]])[] = [
  ['https://ems.corp.test/user/sign-in/1', ['agent signIn', 'browse https://ems.corp.test/user/sign-in/1']],
  ['http://ems.corp.test/', ['agent signIn']],
  ['file:///etc/passwd', ['agent signIn']],
];
for (const [url, what] of signInPages)
  test(`a click to sign in at ${url} does ${what.join()}`, async () => {
    const { actions, did } = scene(list, undefined, url);
    const clicked = actions.perform({ kind: 'sign-in', provider: 'corp' });
    if (what.length > 1) await clicked;
    else await assert.rejects(clicked, (error) => error instanceof AppError && error.code === 'sign-in-url-refused');
    assert.deepEqual(did, what);
  });

test('a page that is asked for from outside is the one that the window shows', () => {
  const { actions, store } = scene(list);
  actions.openWindow('tags');
  assert.deepEqual(store.current.wanted, { page: 'tags', at: new Date(0).toISOString() });
  store[Symbol.dispose]();
});
