// The teller: machines get one object per step, people get aligned lines.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foundOnThePath } from '../../../../build/demo/stories/path/found.ts';
import { type CleanUp, emptyOutcome, summarize } from '../../../../build/demo/summary.ts';
import { command, duration, humanTeller, jsonTeller, value } from '../../../../build/demo/tell.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';

function paper() {
  let text = '';
  let time = 0;
  const world = {
    write: (more: string) => {
      text += more;
    },
    now: () => {
      time += 40;
      return time;
    },
  };
  return { world, text: () => text };
}

test('in JSON a step is one object on one line, with its facts', async () => {
  const { world, text } = paper();
  const tell = jsonTeller(world);
  tell.chapter('not for machines');
  tell.note('nor this');
  const found = await tell.step('tags', 'The tags', async () => ({
    value: 7,
    facts: { tags: ['managed'] },
    lines: [value('tags', 'managed')],
  }));
  assert.equal(found, 7);
  assert.deepEqual(JSON.parse(text()), { step: 'tags', ok: true, ms: 40, tags: ['managed'] });
  assert.equal(text().split('\n').length, 2);
});

test('in JSON a failed step has the code and what to do, and the error goes on', async () => {
  const { world, text } = paper();
  const failure = new AppError('socket-not-there', { path: '/run/x', program: 'ems' });
  await assert.rejects(
    jsonTeller(world).step('ems', 'The EMS', () => Promise.reject(failure)),
    failure,
  );
  const { step, ok, code, next } = JSON.parse(text());
  assert.deepEqual({ step, ok, code }, { step: 'ems', ok: false, code: 'socket-not-there' });
  assert.ok(next.length > 0);
});

const summaryAfter = (cleanup: CleanUp) => summarize(foundOnThePath(emptyOutcome()), false, cleanup);

test('what is left besides files and processes is in the summary only if there is something', () => {
  for (const left of [[], ['the listener on 127.0.0.1:8013']]) {
    const { world, text } = paper();
    jsonTeller(world).summary(summaryAfter({ hostsRestored: true, processesLeft: 0, left }));
    const counted = { hostsRestored: true, processesLeft: 0 };
    assert.deepEqual(JSON.parse(text()).summary.cleanup, left.length === 0 ? counted : { ...counted, left });
  }
});

test('the summary is the last line, in the shape scripts rely on', () => {
  const { world, text } = paper();
  jsonTeller(world).summary(summaryAfter({ hostsRestored: true, processesLeft: 0, left: [] }));
  assert.deepEqual(Object.keys(JSON.parse(text()).summary), [
    'ok',
    'uid',
    'serial',
    'tags',
    'destinations',
    'transfer',
    'ssh',
    'postureLoss',
    'recovery',
    'cleanup',
  ]);
});

test('people see title, time and aligned lines, without colour outside a terminal', async () => {
  const { world, text } = paper();
  await humanTeller(world, false).step('http', 'A page, by name', async () => ({
    value: undefined,
    lines: [value('uid', 'A1'), value('twice', 'one\ntwo'), command('curl http://crm.corp.test/', 'hello\n')],
  }));
  assert.equal(
    text(),
    [
      '  ✓ A page, by name  40 ms',
      '    uid             A1',
      '    twice           one',
      '                    two',
      '    $ curl http://crm.corp.test/',
      '      hello',
      '',
    ].join('\n'),
  );
});

test('people see why a step failed', async () => {
  const { world, text } = paper();
  await assert.rejects(humanTeller(world, false).step('ssh', 'A shell', () => Promise.reject(new Error('no route'))));
  assert.match(text(), /✗ A shell {2}40 ms\n {4}why {13}no route\n$/);
});

test('colour is used where it is asked for', async () => {
  const { world, text } = paper();
  await humanTeller(world, true).step('a', 'b', async () => ({ value: undefined }));
  assert.ok(text().includes('\u001b[32m✓\u001b[0m'));
});

test('durations read well', () => {
  assert.deepEqual([3.4, 949, 1_240, 61_000].map(duration), ['3 ms', '949 ms', '1.2 s', '61.0 s']);
});

test('a step that cannot be shown is named with what is missing and how to get it', () => {
  const why = { missing: ['curl'], howToGet: 'apt-get install curl' };
  const machine = paper();
  jsonTeller(machine.world).leaveOut('http', 'A page, by name', why);
  const told = { step: 'http', ok: false, ms: 0, notShown: 'A page, by name', ...why };
  assert.deepEqual(JSON.parse(machine.text()), told);
  const person = paper();
  humanTeller(person.world, false).leaveOut('http', 'A page, by name', why);
  assert.match(person.text(), /A page, by name {2}not shown\n +missing +curl\n +how to get it +apt-get install curl/);
});
