// Facts about files on a real file system that answers nothing: a FUSE mount whose program never reads.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rmdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const scene = path.join(import.meta.dirname, 'hung-file-system-scene.ts');

// Some containers have none, and no other file system of the kernel can be made to wait at will.
const skip = existsSync('/dev/fuse') ? false : 'this machine has no /dev/fuse';

test('a file system that does not answer makes its facts unknown, and stops nothing else', { skip }, async () => {
  await using hung = await hungFileSystem();
  // In a process of its own: one that is held up could not even say so.
  const child = spawn(process.execPath, [scene, hung.directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const said = await text(child.stdout);
  clearTimeout(timer);
  child.kill('SIGKILL');
  assert.notEqual(said, '', 'the process was held up');
  const { readings, ownFile } = JSON.parse(said) as { readings: readonly unknown[]; ownFile: unknown };
  const timedOut = { kind: 'unknown', reason: 'timed-out' };
  assert.deepEqual(readings, Array(6).fill(timedOut));
  assert.deepEqual(ownFile, 'written and read');
});

interface HungFileSystem extends AsyncDisposable {
  readonly directory: string;
}

async function hungFileSystem(): Promise<HungFileSystem> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-hung-'));
  const fuse = await open('/dev/fuse', 'r+');
  await run(
    '/usr/bin/mount',
    ['-i', '-t', 'fuse', '-o', 'fd=3,rootmode=40000,user_id=0,group_id=0', 'hung', directory],
    fuse,
  );
  return {
    directory,
    async [Symbol.asyncDispose]() {
      // Without a program behind it every question is answered with an error.
      await fuse.close();
      await run('/usr/bin/umount', ['-l', directory]);
      await rmdir(directory);
    },
  };
}

async function run(tool: string, args: readonly string[], third?: FileHandle): Promise<void> {
  const child: ChildProcess = spawn(tool, args, {
    stdio: ['ignore', 'inherit', 'inherit', ...(third === undefined ? [] : [third.fd])],
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 0, `${tool} ${args.join(' ')}`);
}
