import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startOf } from '../../../../build/start/start-of.ts';

const rows = [
  { title: 'Electron on a desktop', kind: 'electron', env: { DISPLAY: ':0' }, root: false, switches: [], remark: null },
  {
    title: 'Electron as root',
    kind: 'electron',
    env: { WAYLAND_DISPLAY: 'w' },
    root: true,
    switches: ['--no-sandbox'],
    remark: null,
  },
  {
    title: 'Electron without a desktop',
    kind: 'electron',
    env: {},
    root: false,
    switches: [],
    remark: /will not open/,
  },
  {
    title: 'the stand-in on a desktop',
    kind: 'stand-in',
    env: { DISPLAY: ':0' },
    root: true,
    switches: [],
    remark: null,
  },
  {
    title: 'the stand-in without one',
    kind: 'stand-in',
    env: { DISPLAY: '' },
    root: true,
    switches: [],
    remark: /nobody sees it/,
  },
] as const;

describe('npm start', () => {
  for (const { title, kind, env, root, switches, remark } of rows) {
    test(`starts ${title}`, () => {
      const start = startOf({ kind }, env, root);
      assert.deepEqual(start.switches, switches);
      if (remark === null) assert.deepEqual(start.remarks, []);
      else assert.match(start.remarks.join('\n'), remark);
    });
  }
});
