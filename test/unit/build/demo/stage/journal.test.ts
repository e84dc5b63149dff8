// The journal: what the next start finds after a crash.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import {
  beginJournal,
  type JournalEntries,
  journalPlace,
  readJournal,
} from '../../../../../build/demo/stage/journal.ts';

const first: JournalEntries = {
  version: 1,
  demo: { name: 'demo', pid: 41, startedAt: 'then' },
  guardian: null,
  processes: [],
  workspace: '/tmp/stile-demo-x',
  namespace: null,
  hostsFile: '/etc/hosts',
  agentData: '/tmp/stile-demo-x/agent',
  sockets: [],
  newFolders: [],
};

function withFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'stile-journal-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('what was noted is what the next start reads', () =>
  withFolder((folder) => {
    const file = journalPlace(folder, 1000);
    const journal = beginJournal(file, first);
    const ems = { name: 'ems', pid: 42, startedAt: 'later' };
    journal.note((entries) => entries.processes.push(ems));
    assert.deepEqual(readJournal(file), { kind: 'found', entries: { ...first, processes: [ems] } });
    journal.remove();
    assert.deepEqual(readJournal(file), { kind: 'none' });
  }));

test('every user has a journal of their own, which only they can read', () =>
  withFolder((folder) => {
    assert.notEqual(journalPlace(folder, 1), journalPlace(folder, 2));
    const file = journalPlace(folder, 1);
    beginJournal(file, first);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  }));

test('of two that begin at the same moment one is refused, and what is there is not touched', () =>
  withFolder((folder) => {
    const file = journalPlace(folder, 1);
    beginJournal(file, first);
    assert.throws(() => beginJournal(file, { ...first, workspace: '/tmp/stile-demo-y' }), { code: 'EEXIST' });
    assert.deepEqual(readJournal(file), { kind: 'found', entries: first });
  }));

test('a link that somebody put in its place is not followed', () =>
  withFolder((folder) => {
    const victim = path.join(folder, 'victim');
    writeFileSync(victim, 'precious');
    const file = journalPlace(folder, 1);
    symlinkSync(victim, file);
    assert.throws(() => beginJournal(file, first), { code: 'EEXIST' });
    assert.equal(statSync(victim).size, 'precious'.length);
  }));

test('a damaged journal is unreadable, not believed', () =>
  withFolder((folder) => {
    const file = journalPlace(folder, 1);
    for (const text of ['{"version":1,', '{}', JSON.stringify({ ...first, more: 1 })]) {
      writeFileSync(file, text);
      assert.equal(readJournal(file).kind, 'unreadable');
    }
  }));

test('a journal that is a link is not believed, since everybody may put one there', () =>
  withFolder((folder) => {
    const real = path.join(folder, 'real.json');
    beginJournal(real, first);
    const file = journalPlace(folder, 1);
    symlinkSync(real, file);
    assert.equal(readJournal(file).kind, 'unreadable');
  }));
