// Notices are kept, written, shown by the system once, and lead to a page; unless their person wants quiet.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, mock, test } from 'node:test';
import { makeGuiStore } from '../../../../electron/gui-store.ts';
import { keepNotices } from '../../../../electron/notices/keep-notices.ts';
import { openNoticesFile } from '../../../../electron/notices/notices-file.ts';
import { type ShowNoticesPorts, showNotices } from '../../../../electron/notices/show-notices.ts';
import type { TrayAction } from '../../../../electron/tray/tray-action.ts';
import { silentLog } from '../../../../shared/log.ts';
import type { GuiState, Notice } from '../../../../shared/shell/gui-state.ts';
import { connectedWith, guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';
import { portal, refused } from './story.ts';

const now = () => new Date(Date.now());

function scene(first: GuiState = guiWith()) {
  const store = makeGuiStore(first);
  const written: (readonly Notice[])[] = [];
  const shown: Notice[] = [];
  const file = { keep: (notices: readonly Notice[]) => void written.push(notices), written: async () => undefined };
  const notices = keepNotices({ store, file, show: (notice) => void shown.push(notice), now });
  /** The store tells at most ten times a second. */
  const become = (part: Partial<GuiState>, ms = 0) => {
    store.change(part);
    for (let passed = 0; passed < 200 + ms; passed += 100) mock.timers.tick(100);
  };
  return { store, notices, written, shown, become };
}

describe('notices', () => {
  const kindsOf = (list: readonly Notice[]) => list.map(({ what }) => what.kind);

  test('are kept newest first, written, and shown when they are due', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
    try {
      const { store, notices, written, shown, become } = scene();
      become({ link: portal.link }, 3_000);
      become({ link: linkOfStanding.blocked });
      assert.deepEqual(kindsOf(store.current.notices), ['withdrawn', 'captive-portal']);
      assert.deepEqual(kindsOf(shown), ['captive-portal', 'withdrawn']);
      assert.deepEqual(written.at(-1), store.current.notices);
      assert.deepEqual(
        store.current.notices.map(({ id, isRead }) => [id, isRead]),
        [
          [2, false],
          [1, false],
        ],
      );
      await notices[Symbol.asyncDispose]();
    } finally {
      mock.timers.reset();
    }
  });

  test('whose count is raised change in place, without another one being shown', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
    try {
      const { store, notices, shown, become } = scene();
      become({ link: refused(1).link }, 3_000);
      notices.read();
      become({ link: refused(4).link }, 3_000);
      assert.equal(shown.length, 1);
      assert.equal(store.current.notices.length, 1);
      const [kept] = store.current.notices;
      assert.equal(kept?.isRead, false);
      assert.equal(kept?.what.kind === 'denied' ? kept.what.count : 0, 4);
      await notices[Symbol.asyncDispose]();
      become({ link: linkOfStanding.blocked }, 3_000);
      assert.equal(store.current.notices.length, 1);
    } finally {
      mock.timers.reset();
    }
  });

  test('are read and cleared by their person, and numbers go on', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
    try {
      const old: Notice = {
        id: 41,
        at: '2026-01-01T00:00:00.000Z',
        isRead: false,
        topic: 'agent',
        what: { kind: 'agent-gone' },
      };
      const { store, notices, become } = scene(guiWith(connectedWith(), { notices: [old] }));
      notices.read();
      assert.deepEqual(store.current.notices, [{ ...old, isRead: true }]);
      notices.clear();
      assert.equal(store.current.notices.length, 0);
      become({ link: linkOfStanding.blocked });
      assert.equal(store.current.notices[0]?.id, 42);
      await notices[Symbol.asyncDispose]();
    } finally {
      mock.timers.reset();
    }
  });

  test('outlive the shell in their file, and a broken file is begun anew', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stile-notices-'));
    try {
      const name = path.join(folder, 'notices.json');
      const kept: Notice = {
        id: 1,
        at: '2026-01-01T00:00:00.000Z',
        isRead: true,
        topic: 'agent',
        what: { kind: 'agent-gone' },
      };
      const file = await openNoticesFile(name, silentLog);
      assert.equal(file.first.length, 0);
      file.keep([]);
      file.keep([kept]);
      await file.written();
      assert.deepEqual((await openNoticesFile(name, silentLog)).first, [kept]);
      for (const text of [
        '',
        '{}',
        '[{"id":"<script>"}]',
        await readFile(name, 'utf8').then((all) => all.slice(0, -3)),
      ]) {
        await writeFile(name, text);
        assert.deepEqual((await openNoticesFile(name, silentLog)).first, []);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the system', () => {
  const denied: Notice = {
    id: 1,
    at: '2026-01-01T00:00:00.000Z',
    isRead: false,
    topic: 'access',
    what: { kind: 'denied', destinations: ['crm.corp.test:8080'], count: 2, code: '065', requestId: 'x' },
  };

  function desktop(
    over: { readonly notices?: boolean; readonly isPresenting?: boolean; readonly isSupported?: boolean } = {},
  ) {
    const log: string[] = [];
    const made: EventEmitter[] = [];
    class Notification extends EventEmitter {
      static isSupported = () => over.isSupported ?? true;
      readonly #title: string;
      constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions) {
        super();
        this.#title = title;
        log.push(`made: ${title} | ${body}`);
        made.push(this);
      }
      show(): void {
        log.push(`shown: ${this.#title}`);
      }
      close(): void {
        log.push(`closed: ${this.#title}`);
        this.emit('close');
      }
    }
    const actions: TrayAction[] = [];
    const state = guiWith(connectedWith());
    const notices = showNotices({
      Notification: Notification as unknown as ShowNoticesPorts['Notification'],
      state: () => ({ ...state, settings: { ...state.settings, notices: over.notices ?? true } }),
      isPresenting: async () => over.isPresenting ?? false,
      asText: async (text) => `<${text}>`,
      act: (action) => void actions.push(action),
    });
    return { notices, log, made, actions };
  }

  test('shows a notice in words, and a click on it leads to its page', async () => {
    const { notices, log, made, actions } = desktop();
    await notices.show(denied);
    assert.deepEqual(log, [
      'made: Access was refused 2 times | <crm.corp.test:8080 (code 065). Open to see why and what helps.>',
      'shown: Access was refused 2 times',
    ]);
    made[0]?.emit('click');
    assert.deepEqual(actions, [{ kind: 'open-window', page: 'destinations' }]);
  });

  test('shows one of a topic, and none when the shell has ended', async () => {
    const { notices, log } = desktop();
    await notices.show(denied);
    await notices.show({ ...denied, id: 2, what: { kind: 'agent-gone' }, topic: 'agent' });
    await notices.show({ ...denied, id: 3 });
    notices[Symbol.dispose]();
    assert.deepEqual(
      log
        .filter((line) => !line.startsWith('made'))
        .map((line) => line.replace('Access was refused 2 times', 'A').replace('The agent is not running', 'B')),
      ['shown: A', 'shown: B', 'closed: A', 'shown: A', 'closed: A', 'closed: B'],
    );
  });

  for (const [why, over] of [
    ['its person wants none', { notices: false }],
    ['its person presents', { isPresenting: true }],
    ['there is no such system', { isSupported: false }],
  ] as const)
    test(`shows nothing where ${why}`, async () => {
      const { notices, log } = desktop(over);
      await notices.show(denied);
      assert.deepEqual(log, []);
    });
});
