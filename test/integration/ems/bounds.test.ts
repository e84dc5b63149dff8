import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../../shared/ems/report.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { ruleId } from '../../../shared/ids.ts';
import { fileFact } from '../../../shared/posture/fact-name.ts';
import { runningEms, type TestDevice, type TestEms, testInventory } from '../../doubles/running-ems.ts';

function reportOf(over: Partial<Report>): Report {
  return { sequence: 1, rulesRevision: 1, inventory: testInventory, facts: [], verdicts: [], ...over };
}

const facts = (many: number, name = '/f'): Report['facts'] =>
  Array.from({ length: many }, (_, at) => ({
    fact: fileFact(`${name}${at}`),
    value: { kind: 'file' as const, exists: true },
    ageMs: 0,
  }));

async function answerTo(ems: TestEms, device: TestDevice, body: Report): Promise<string> {
  await using client = ems.agentClient(device);
  return await client.call('report', { body }).then(
    () => 'taken',
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

test('a report of a thousand facts is taken; one with more, or too large, is refused and changes nothing', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const verdicts = Array.from({ length: 5_001 }, () => ({
    rule: ruleId.parse(1),
    verdict: 'satisfied' as const,
    fact: null,
  }));
  assert.equal(await answerTo(ems, device, reportOf({ facts: facts(1_001) })), 'request-invalid');
  assert.equal(await answerTo(ems, device, reportOf({ verdicts })), 'request-invalid');
  const long = 'x'.repeat(1_010);
  assert.equal(await answerTo(ems, device, reportOf({ facts: facts(1_000, `/${long}`) })), 'request-invalid');
  assert.equal((await ems.admin.call('showEndpoint', { uid: device.uid })).report, null);
  assert.equal(await answerTo(ems, device, reportOf({ facts: facts(1_000) })), 'taken');
  const details = await ems.admin.call('showEndpoint', { uid: device.uid });
  assert.equal(details.report?.facts.length, 1_000);
});

test('an inventory that is longer than a person reads is refused, with the field named', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const hostname = 'h'.repeat(257);
  const inventory = { ...testInventory, hostname };
  assert.equal(await answerTo(ems, device, reportOf({ inventory })), 'request-invalid');
  const users = Array.from({ length: 65 }, (_, at) => `user${at}`);
  assert.equal(await answerTo(ems, device, reportOf({ inventory: { ...testInventory, users } })), 'request-invalid');
});
