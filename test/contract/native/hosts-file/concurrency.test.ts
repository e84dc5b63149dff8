import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import process from 'node:process';
import { test } from 'node:test';
import { crm, elsewhere, endOf, files, type Scratch, scratch } from './scratch.ts';

/** Another program's way of adding lines, without any lock, as editors and scripts do. */
function foreignWriter(there: Scratch, way: string): ReturnType<typeof spawn> {
  const program = `
    const fs = require('node:fs');
    const file = process.argv[1];
    let at = 0;
    const timer = setInterval(() => {
      at += 1;
      const line = '10.0.0.' + at + ' foreign' + at + '\\n';
      ${way}
      if (at === 120) clearInterval(timer);
    }, 4);
  `;
  return spawn(process.execPath, ['-e', program, there.path], { stdio: ['ignore', 'inherit', 'inherit'] });
}

const ways = {
  'appends lines': `fs.appendFileSync(file, line);`,
  'replaces the file with one line more': `
      fs.writeFileSync(file + '.theirs', fs.readFileSync(file, 'latin1') + line, 'latin1');
      fs.renameSync(file + '.theirs', file);`,
};

for (const [name, way] of Object.entries(ways)) {
  test(`while another program ${name}, none of its lines is lost`, async () => {
    await using there = await scratch('127.0.0.1 localhost\n');
    const hosts = there.hosts();
    const writer = foreignWriter(there, way);
    const ended = endOf(writer);
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    for (let round = 0; !isOver; round += 1) await hosts.apply(round % 2 === 0 ? [crm] : [crm, files]);
    assert.equal(await ended, 0);
    assert.notEqual((await hosts.clear()).kind, 'blocked');
    const lines = (await there.bytes())
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '');
    const wanted = [
      '127.0.0.1 localhost',
      ...Array.from({ length: 120 }, (_, at) => `10.0.0.${at + 1} foreign${at + 1}`),
    ];
    assert.deepEqual(lines.toSorted(), wanted.toSorted());
    assert.deepEqual(await there.leftovers(), []);
  });
}

test('two processes that apply at the same time leave one sound section', async () => {
  await using there = await scratch();
  const body = 'for (let i = 0; i < 10; i += 1) await hosts.apply(i % 2 ? [crm] : [files]);';
  const codes = await Promise.all([endOf(elsewhere(there, body)), endOf(elsewhere(there, body))]);
  assert.deepEqual(codes, [0, 0]);
  assert.deepEqual(await there.hosts().apply([crm]), { kind: 'unchanged' });
});
