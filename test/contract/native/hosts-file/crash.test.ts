import assert from 'node:assert/strict';
import { link } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { HostsStep } from '../../../../native/hosts-file/hosts-file.ts';
import { elsewhere, endOf, oddText, scratch } from './scratch.ts';

const steps: readonly HostsStep[] = ['locked', 'journaled', 'prepared', 'compared', 'committed', 'checked', 'finished'];

const dieAt = (step: HostsStep) => `(step) => { if (step === '${step}') process.kill(process.pid, 'SIGKILL'); }`;

for (const step of steps) {
  test(`after a death at the step "${step}" repairing leaves what others wrote and nothing else`, async () => {
    await using there = await scratch();
    const child = elsewhere(there, 'await hosts.apply([crm, files]);', dieAt(step));
    assert.equal(await endOf(child), 'SIGKILL');
    const outcome = await there.hosts().repair();
    assert.notEqual(outcome.kind, 'blocked');
    assert.deepEqual(await there.bytes(), oddText);
    assert.deepEqual(await there.leftovers(), []);
  });
}

for (const step of ['journaled', 'compared', 'committed'] as const) {
  test(`after a death at the step "${step}" in place repairing leaves what others wrote and nothing else`, async () => {
    await using there = await scratch();
    await link(there.path, path.join(there.directory, 'second'));
    const child = elsewhere(there, 'await hosts.apply([crm, files]);', dieAt(step));
    assert.equal(await endOf(child), 'SIGKILL');
    assert.notEqual((await there.hosts().repair()).kind, 'blocked');
    assert.deepEqual(await there.bytes(), oddText);
  });
}

test('a death while removing is repaired as well', async () => {
  await using there = await scratch();
  await there.hosts().apply([{ address: '127.235.0.5', name: 'crm.corp.test' }]);
  const child = elsewhere(there, 'await hosts.clear();', dieAt('prepared'));
  assert.equal(await endOf(child), 'SIGKILL');
  await there.hosts().repair();
  assert.deepEqual(await there.bytes(), oddText);
  assert.deepEqual(await there.leftovers(), []);
});

test('after deaths at any moment, one upon the other, nothing of others is lost', async () => {
  await using there = await scratch();
  const body = `
    console.log('up');
    for (let i = 0; ; i += 1) await hosts.apply(i % 2 ? [crm] : [files, crm]);
  `;
  for (let round = 0; round < 8; round += 1) {
    const child = elsewhere(there, body);
    const ended = endOf(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    await delay(7 * round);
    child.kill('SIGKILL');
    await ended;
  }
  assert.notEqual((await there.hosts().repair()).kind, 'blocked');
  assert.deepEqual(await there.bytes(), oddText);
  assert.deepEqual(await there.leftovers(), []);
});
