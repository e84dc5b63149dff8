// The units of our services, as systemd itself judges them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { services } from '../../../build/package/linux/service.ts';
import { unitOf } from '../../../build/package/linux/units.ts';

const analyze = (args: readonly string[]) => promisify(execFile)('/usr/bin/systemd-analyze', args);

/** How exposed each may be at most, from 0 to 10; docs/packaging.md tells what the rest is needed for. */
const bounds = { agent: 3.2, ems: 1.4, gateway: 1.4 } as const;

for (const [name, service] of Object.entries(services))
  describe(`the unit of ${name}`, () => {
    const unit = unitOf(service);

    test(`is exposed by ${bounds[name as keyof typeof bounds]} of 10 at most`, async () => {
      const { stdout } = await withUnit(unit, (file) => analyze(['security', '--offline=true', '--no-pager', file]));
      const score = /Overall exposure level for \S+: ([0-9.]+)/.exec(stdout)?.[1];
      assert.ok(Number(score) <= bounds[name as keyof typeof bounds], stdout.trim().split('\n').at(-1));
    });

    test('holds nothing that systemd does not understand', async () => {
      // Where its programs are not installed, another one is there.
      const here = unit.replaceAll(`${service.programs}/bin/node`, '/bin/true');
      const { stderr } = await withUnit(here, (file) => analyze(['verify', '--man=no', file]));
      const complaints = stderr.split('\n').filter((line) => line.includes('test.service') && !isNewer(line));
      assert.deepEqual(complaints, []);
    });
  });

/** systemd before 254 passes over these. */
function isNewer(complaint: string): boolean {
  return /Unknown key (?:name )?'(?:RestartSteps|RestartMaxDelaySec)'/.test(complaint);
}

async function withUnit<Answer>(text: string, act: (file: string) => Promise<Answer>): Promise<Answer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stile-unit-'));
  try {
    const file = path.join(folder, 'test.service');
    await writeFile(file, text);
    return await act(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
