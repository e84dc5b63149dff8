// What the lab reads of processes and networks, and what it takes for left over.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listeningPorts } from '../../../../bench/tunnel/lab/listening.ts';
import { parseRollup } from '../../../../bench/tunnel/lab/memory.ts';
import { isAbandoned } from '../../../../bench/tunnel/lab/network.ts';
import { parseStat, treeOf } from '../../../../bench/tunnel/lab/processor-time.ts';
import { labsFor } from '../../../../bench/tunnel/tunnel.ts';

test('the time of a process is its own and that of its children, whatever its name', () => {
  const stat = '812 (a) b (c) S 77 812 812 0 -1 4194560 9 8 0 0 100 20 3 4 20 0 1 0 5555 1000 200 18446744073709551615';
  assert.deepEqual(parseStat(stat), { pid: 812, parent: 77, ticks: 127 });
  assert.equal(parseStat(''), null);
  assert.equal(parseStat('812 (cut'), null);
});

test('a tree holds the roots that are there and everything below them, once', () => {
  const all = [
    { pid: 5, parent: 4, ticks: 0 },
    { pid: 2, parent: 1, ticks: 0 },
    { pid: 4, parent: 2, ticks: 0 },
    { pid: 9, parent: 1, ticks: 0 },
  ];
  assert.deepEqual(treeOf(all, [2, 4, 77]).toSorted(), [2, 4, 5]);
});

test('the memory of a process is its share, not all it sees', () => {
  assert.equal(
    parseRollup('55d0 r--p\nRss:               9000 kB\nPss:               4321 kB\nPss_Anon: 1 kB\n'),
    4_321,
  );
  assert.equal(parseRollup(''), null);
});

test('a port counts only where somebody listens on it', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1B59 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:1B5A 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 20 4 30 10 -1
`;
  assert.deepEqual([...listeningPorts(table)], [7_001]);
});

test('only what carries the number of a benchmark that has ended is left over', () => {
  const runs = (pid: number) => pid === 12;
  const names = ['stile-bench-11-l', 'stile-bench-12-l', 'stile-demo-11', 'stile-bench-x-l', 'stile-bench-11'];
  assert.deepEqual(
    names.filter((name) => isAbandoned(name, runs)),
    ['stile-bench-11-l'],
  );
});

test('parts share the tunnels of their network, unless they want fresh ones', () => {
  const part = (name: string, network: 'loopback' | 'line', needsFreshTunnels = false) => ({
    name,
    network,
    needsFreshTunnels,
    tunnels: [],
    run: () => Promise.reject(new Error('it is not run here')),
  });
  const wanted = [part('a', 'loopback'), part('b', 'line'), part('c', 'loopback', true), part('d', 'loopback')];
  assert.deepEqual(
    labsFor(wanted).map((together) => together.map(({ name }) => name)),
    [['a', 'd'], ['b'], ['c']],
  );
});
