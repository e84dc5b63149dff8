import assert from 'node:assert/strict';
import { appendFileSync, closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { test } from 'node:test';
import type { HostsStep } from '../../../../native/hosts-file/hosts-file.ts';
import { crm, elsewhere, endOf, type Scratch, scratch } from './scratch.ts';

const late = '10.0.0.9 late\n';

/** Calls each function once, when its step comes. */
function once(at: Partial<Record<HostsStep, () => void>>): (step: HostsStep) => void {
  const left = new Map(Object.entries(at));
  return (step) => {
    const act = left.get(step);
    left.delete(step);
    act?.();
  };
}

async function appliesAndKeeps(there: Scratch, onStep: (step: HostsStep) => void): Promise<void> {
  const hosts = there.hosts({ onStep });
  assert.equal((await hosts.apply([crm])).kind, 'written');
  assert.match((await there.bytes()).toString('latin1'), /crm\.corp\.test/);
  await hosts.clear();
  assert.equal((await there.bytes()).toString('latin1'), `a\n${late}`);
  assert.deepEqual(await there.leftovers(), []);
}

test('a line that is appended between the comparison and the exchange is kept', async () => {
  await using there = await scratch('a\n');
  await appliesAndKeeps(there, once({ compared: () => appendFileSync(there.path, late) }));
});

test('a file that is replaced between the comparison and the exchange is kept', async () => {
  await using there = await scratch('a\n');
  const replace = () => {
    writeFileSync(`${there.path}.theirs`, readFileSync(there.path, 'latin1') + late);
    renameSync(`${there.path}.theirs`, there.path);
  };
  await appliesAndKeeps(there, once({ compared: replace }));
});

test('a line that goes into the old file after the exchange is kept', async () => {
  await using there = await scratch('a\n');
  let old = -1;
  const open = () => {
    old = openSync(there.path, 'a');
  };
  const write = () => {
    writeSync(old, late);
    closeSync(old);
  };
  await appliesAndKeeps(there, once({ compared: open, committed: write }));
});

test('a change before the comparison makes the whole change begin again', async () => {
  await using there = await scratch('a\n');
  await appliesAndKeeps(there, once({ prepared: () => appendFileSync(there.path, late) }));
});

for (const step of ['committed', 'checked'] as const) {
  test(`a line that came before the exchange survives a death at the step "${step}"`, async () => {
    await using there = await scratch('a\n');
    const onStep = `(step) => {
      const fs = process.getBuiltinModule('node:fs');
      if (step === 'compared') fs.appendFileSync(options.path, ${JSON.stringify(late)});
      if (step === '${step}') process.kill(process.pid, 'SIGKILL');
    }`;
    assert.equal(await endOf(elsewhere(there, 'await hosts.apply([crm]);', onStep)), 'SIGKILL');
    assert.equal((await there.hosts().repair()).kind, 'written');
    assert.equal((await there.bytes()).toString('latin1'), `a\n${late}`);
    assert.deepEqual(await there.leftovers(), []);
  });
}

test('somebody who writes all the time before the comparison is given way to', async () => {
  await using there = await scratch('a\n');
  let lines = 0;
  const onStep = (step: HostsStep) => {
    if (step !== 'prepared') return;
    lines += 1;
    appendFileSync(there.path, `10.0.0.${lines} again\n`);
  };
  const outcome = await there.hosts({ onStep }).apply([crm]);
  assert.deepEqual([outcome.kind, lines], ['blocked', 5]);
  assert.equal((await there.bytes()).toString('latin1').split('again').length, 6);
  assert.deepEqual(await there.leftovers(), []);
});
