// The tunnel benchmark, small, with real programs: it measures every tunnel, and leaves nothing, however it ends.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import { test } from 'node:test';
import { namespaceNames, pidsIn } from '../../../build/demo/stage/namespace.ts';
import { rowsOf, runBench } from './run-bench.ts';

const tunnels = [
  ...['direct, no tunnel', 'Stile', 'stunnel', 'haproxy, mode tcp', 'nginx, stream'],
  ...['ssh -L, aes128-gcm', 'ssh -L, chacha20 (its default)'],
];

/** What there is of the benchmark with this process number: namespaces, directories, processes. */
async function leftOf(pid: number): Promise<readonly string[]> {
  const isOurs = (name: string) => name.startsWith(`stile-bench-${pid}-`);
  const namespaces = (await namespaceNames()).filter(isOurs);
  const processes = (await Promise.all(namespaces.map(pidsIn))).flat();
  return [...namespaces, ...readdirSync(os.tmpdir()).filter(isOurs), ...processes.map((each) => `process ${each}`)];
}

test('interrupted in the middle, it undoes everything', async () => {
  await using bench = runBench('tunnel', '--quick', '--only', 'first-byte');
  await bench.whenSaid('starting haproxy');
  assert.notDeepEqual(await leftOf(bench.pid), []);
  bench.interrupt();
  assert.equal(await bench.exitCode, 1);
  assert.match(bench.said(), /ended by SIGINT/);
  assert.deepEqual(await leftOf(bench.pid), []);
});

test('the next start undoes what a killed one left, and measures every tunnel', async () => {
  await using killed = runBench('tunnel', '--quick', '--only', 'throughput');
  await killed.whenSaid('starting haproxy');
  killed.kill();
  await killed.exitCode;
  assert.ok(
    (await leftOf(killed.pid)).some((each) => each.startsWith('process ')),
    'nothing outlived it',
  );

  await using bench = runBench('tunnel', '--quick', '--only', 'throughput');
  assert.equal(await bench.exitCode, 0, bench.said());
  assert.deepEqual([...(await leftOf(killed.pid)), ...(await leftOf(bench.pid))], []);
  const printed = bench.printed();
  assert.deepEqual([printed.bench, printed.tables.length, printed.goals.length], ['tunnel', 1, 4]);
  const rows = rowsOf(printed, 'throughput');
  assert.deepEqual([...rows.keys()], tunnels);
  for (const [name, [speeds = '']] of rows)
    for (const speed of speeds.split(' / ')) assert.ok(Number(speed) > 0, `${name}: ${speeds}`);
  assert.deepEqual(rows.get('stunnel')?.slice(2), ['1.00 / 1.00', '1.00 / 1.00']);
});

test('a part that there is not is said, with those there are', async () => {
  await using bench = runBench('tunnel', '--only', 'no-such-part');
  assert.equal(await bench.exitCode, 2);
  assert.match(bench.said(), /no part called no-such-part/);
  assert.match(bench.said(), /parts: throughput, first-byte, burst, rate, idle, beside-bulk/);
});
