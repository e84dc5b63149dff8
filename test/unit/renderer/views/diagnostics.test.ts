// Findings, log and bundle as they are shown: the worst first, lines readable, what was taken out marked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filePreview, savedBundle } from '../../../../renderer/views/bundle.ts';
import { findingRows, findingSummary } from '../../../../renderer/views/diagnostics.ts';
import { chosenLines, fittingLines, logLine } from '../../../../renderer/views/log-lines.ts';
import type { Finding } from '../../../../shared/agent/agent-contract.ts';
import { words } from '../../../../shared/words/words.ts';

const finding = (check: string, outcome: Finding['outcome'], over: Partial<Finding> = {}): Finding => ({
  check,
  outcome,
  detail: 'detail',
  next: '',
  ...over,
});

test('the worst findings stand first, equals in their order', () => {
  const rows = findingRows(
    [
      finding('a', 'ok'),
      finding('b', 'unknown'),
      finding('c', 'problem'),
      finding('d', 'warning'),
      finding('e', 'problem'),
    ],
    words.en,
  );
  assert.deepEqual(
    rows.map(({ check, outcome, tone }) => [check, outcome, tone]),
    [
      ['c', 'Problem', 'bad'],
      ['e', 'Problem', 'bad'],
      ['d', 'Warning', 'waiting'],
      ['b', 'Not known', 'off'],
      ['a', 'In order', 'good'],
    ],
  );
});

test('a stale certificate is told with whose it is', () => {
  const [row] = findingRows([finding('a\u202E', 'problem', { stale: 'gateway' })], words.en);
  assert.equal(row?.check, 'a\uFFFD');
  assert.equal(row?.detail, 'detail · The certificate that gateway holds is behind.');
});

const summaries: readonly (readonly [outcomes: readonly Finding['outcome'][], text: string])[] = [
  [['ok', 'ok'], 'Everything that was checked is in order.'],
  [['ok', 'warning'], 'One thing is worth a look.'],
  [['unknown', 'warning'], '2 things are worth a look.'],
  [['problem', 'warning', 'ok'], 'There is one problem.'],
  [['problem', 'problem'], 'There are 2 problems.'],
];
for (const [outcomes, text] of summaries)
  test(`${outcomes.join(', ')}: ${text}`, () => {
    assert.equal(
      findingSummary(
        outcomes.map((outcome) => finding('x', outcome)),
        words.en,
      ).text,
      text,
    );
  });

const written =
  '{"level":"warn","time":"2026-11-27T16:05:02.123Z","program":"agent","msg":"gateway fails","gateway":"gw\\u202e","n":1}';

test('a line of the log is read as time, level, phrase and fields', () => {
  const line = logLine(written);
  assert.deepEqual([line.at, line.level, line.text], ['16:05:02', 'warn', 'gateway fails gateway="gw\uFFFD" n=1']);
  assert.equal(line.raw, written);
});

for (const raw of ['plain \u0000text', '[1]', '{"level":"warn"}', '"x"'])
  test(`a line of another form stands as it came: ${JSON.stringify(raw)}`, () => {
    const line = logLine(raw);
    assert.deepEqual([line.at, line.level, line.text], ['', null, raw.replace('\u0000', '\uFFFD')]);
  });

test('lines are found by words and by level', () => {
  const lines = [written, written.replace('warn', 'info'), written.replace('warn', 'error'), 'other'].map(logLine);
  assert.equal(chosenLines(lines, 'GATEWAY n', 'all').length, 3);
  assert.equal(chosenLines(lines, '', 'warn').length, 2);
  assert.equal(chosenLines(lines, '', 'error').length, 1);
});

test('as many of the newest lines are copied as fit', () => {
  const lines = ['aaaa', 'bbbb', 'cccc'].map(logLine);
  assert.deepEqual(fittingLines(lines, 10), { text: 'bbbb\ncccc\n', count: 2 });
  assert.deepEqual(fittingLines(lines, 3), { text: '', count: 0 });
});

test('a preview marks what was taken out, and that alone, and keeps what stands at the start of a line', () => {
  const preview = filePreview(
    {
      name: 'state.json',
      text: '{\n  "user": "[user]", [private key] [gauge]\n  "a": [1]\n}\n',
      redactions: [
        { what: 'user', count: 3 },
        { what: 'private key', count: 1 },
        { what: 'g.*e\u202E', count: 1 },
      ],
    },
    words.en,
  );
  assert.deepEqual([preview.lineCount, preview.takenOut], [4, 5]);
  assert.deepEqual(
    preview.redactions.map(({ what }) => what),
    ['names of users', 'private keys', 'g.*e\uFFFD'],
  );
  assert.deepEqual(preview.lines[1], [
    { text: '  "user": "', isMark: false },
    { text: '[user]', isMark: true },
    { text: '", ', isMark: false },
    { text: '[private key]', isMark: true },
    { text: ' [gauge]', isMark: false },
  ]);
  assert.deepEqual(preview.lines[2], [{ text: '  "a": [1]', isMark: false }]);
});

test('where nothing was taken out nothing is marked, and an empty line is empty', () => {
  const { lines } = filePreview({ name: 'doctor.txt', text: 'null [user]\n\n', redactions: [] }, words.en);
  assert.deepEqual(lines, [[{ text: 'null [user]', isMark: false }], []]);
});

test('a preview of a large file shows its beginning and says how much there is', () => {
  const preview = filePreview({ name: 'agent.log', text: 'x\n'.repeat(5_000), redactions: [] }, words.en);
  assert.equal(preview.lineCount, 5_000);
  assert.equal(preview.lines.length, 400);
});

test('the saved bundle holds every file whole, and says what was taken out and left out', () => {
  const { suggestedName, text } = savedBundle({
    at: '2026-11-27T16:05:02.123Z',
    files: [
      { name: 'state.json', text: '{}\n', redactions: [{ what: 'user', count: 3 }] },
      { name: 'agent.log', text: 'a\u202E', redactions: [] },
    ],
    leftOut: [{ name: 'agent.log', why: 'only an administrator may read it' }],
  });
  assert.equal(suggestedName, 'stile-diagnostics-2026-11-27T16-05-02.txt');
  assert.equal(
    text,
    'Stile diagnostics of 2026-11-27T16:05:02.123Z\nLeft out: agent.log: only an administrator may read it\n\n' +
      '===== state.json =====\nTaken out: user (3)\n\n{}\n\n===== agent.log =====\nTaken out: nothing\n\na\u202E\n',
  );
});
