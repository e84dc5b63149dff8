import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { programOptions } from '../../../../shared/node/program-options.ts';

const about = { program: 'stile-x', help: 'how to use it', names: ['config', 'data'] } as const;

test('options with their values are given, those not named are absent', () => {
  assert.deepEqual(programOptions(['--config', 'a.json'], about), { kind: 'run', values: { config: 'a.json' } });
  assert.deepEqual(programOptions([], about), { kind: 'run', values: {} });
});

test('help is text for standard output and no failure', () => {
  for (const flag of ['--help', '-h'])
    assert.deepEqual(programOptions([flag], about), { kind: 'end', status: 0, text: 'how to use it' });
});

test('what cannot be read is one line that names it, and status 2', () => {
  for (const [args, named] of [
    [['--frobnicate'], '--frobnicate'],
    [['serve'], 'serve'],
    [['--config'], '--config'],
    [['--help=yes'], '--help'],
  ] as const) {
    const asked = programOptions(args, about);
    assert.ok(asked.kind === 'end' && asked.status === 2, named);
    assert.match(asked.text, /^stile-x: .+ \(see stile-x --help\)$/);
    assert.ok(asked.text.includes(named), asked.text);
  }
});

const root = path.resolve(import.meta.dirname, '../../../..');

for (const [program, main] of [
  ['stile-ems', 'ems/main.ts'],
  ['stile-agent', 'daemon/main.ts'],
  ['stile-clean-up', 'daemon/clean-up-main.ts'],
] as const) {
  test(`${program} explains itself, and says in one line what it does not know`, () => {
    const run = (flag: string) =>
      spawnSync(process.execPath, [path.join(root, main), flag], { encoding: 'utf8', timeout: 20_000 });
    const helped = run('--help');
    assert.deepEqual([helped.status, helped.stderr], [0, '']);
    assert.match(helped.stdout, /^Usage: /);
    const refused = run('--frobnicate');
    assert.deepEqual([refused.status, refused.stdout], [2, '']);
    assert.equal(refused.stderr, `${program}: unknown option '--frobnicate' (see ${program} --help)\n`);
  });
}
