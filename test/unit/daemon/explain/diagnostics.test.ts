import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DiagnosticsSources, diagnosticsOf } from '../../../../daemon/explain/diagnostics.ts';
import { initialState } from '../../../../daemon/state/reduce.ts';
import { diagnostics } from '../../../../shared/agent/diagnostics.ts';
import { encodeFrame, largestAnswer } from '../../../../shared/wire/frame.ts';

const token = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const invitation = 'stile1.abcdefgh.abcdef';

const sources: DiagnosticsSources = {
  at: '2026-11-27T10:00:00.000Z',
  state: {
    ...initialState('1'),
    warnings: [{ code: 'x', severity: 'low', text: `read ${invitation} of /home/anna/x` }],
    sessions: [{ id: 'a', requestId: null, destination: 'crm:1', osUser: 'anna', uid: 1_000, since: 'now' }],
  },
  findings: [{ check: 'EMS', outcome: 'problem', detail: `it refused Bearer ${token}`, next: '' }],
  about: { agent: '1', runsAsRoot: true },
  log: [`{"level":"warn","msg":"no","code":"${token}","osUser":"anna"}`, 'not JSON: anna'],
  people: ['anna'],
};

/** Parsed by the contract, as the caller gets it. */
const told = (changes: Partial<DiagnosticsSources> = {}) =>
  diagnostics.parse(diagnosticsOf({ ...sources, ...changes }));

test('an administrator gets four files, each with what was taken out of it', () => {
  const { files, leftOut } = told();
  assert.deepEqual(
    files.map(({ name, redactions }) => [name, Object.fromEntries(redactions.map(({ what, count }) => [what, count]))]),
    [
      ['about.json', {}],
      ['findings.json', { authorization: 1 }],
      ['state.json', { invitation: 1, user: 2 }],
      ['log.log', { token: 1, user: 2 }],
    ],
  );
  assert.deepEqual(leftOut, []);
  const text = JSON.stringify(files);
  for (const secret of [token, invitation, 'anna']) assert.ok(!text.includes(secret), secret);
  assert.equal(files[3]?.text, '{"level":"warn","msg":"no","code":"[token]","osUser":"[user]"}\nnot JSON: [user]\n');
});

test('who is no administrator gets no log, and is told so and what to do', () => {
  const { files, leftOut } = told({ log: null });
  assert.deepEqual(
    files.map(({ name }) => name),
    ['about.json', 'findings.json', 'state.json'],
  );
  assert.deepEqual(
    leftOut.map(({ name }) => name),
    ['log.log', 'state.json: other users'],
  );
  for (const { why } of leftOut) assert.match(why, /sudo stile diagnostics/);
});

test('of a log that is too long the newest lines are told, and the answer fits', () => {
  const log = Array.from({ length: 2_000 }, (_, at) => `line ${at} ${'"€'.repeat(2_000)}`);
  const messages = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`tag-${at}`, '"€'.repeat(5_000)]));
  const answer = told({ log, state: { ...sources.state, messages } });
  const lines = answer.files.find(({ name }) => name === 'log.log')?.text.split('\n') ?? [];
  assert.match(lines.at(-2) ?? '', /^line 1999 /);
  assert.ok(lines.length > 100);
  assert.ok(encodeFrame({ type: 'response', id: 1, ok: true, result: answer }).length <= largestAnswer);
});

test('a state that is too long is left out, and the rest is told', () => {
  const messages = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`tag-${at}`, 'a b '.repeat(1_500)]));
  const { files, leftOut } = told({ state: { ...sources.state, messages } });
  assert.ok(!files.some(({ name }) => name === 'state.json'));
  assert.deepEqual(
    leftOut.map(({ name }) => name),
    ['state.json'],
  );
});
