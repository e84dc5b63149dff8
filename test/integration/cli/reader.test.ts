// A reader that has seen enough and goes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

test('a command whose reader goes away ends without a word', async () => {
  const program = path.resolve(import.meta.dirname, '../../../cli/main.ts');
  const child = spawn(process.execPath, [program, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  assert.deepEqual({ said, code }, { said: '', code: 0 });
});
