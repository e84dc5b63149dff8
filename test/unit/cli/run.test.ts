// What `stile` does with a command line, before and without any program behind it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { runStile } from '../../../cli/run.ts';
import { recordingTerminal } from './recording-terminal.ts';

const nowhere = { STILE_AGENT_SOCKET: '/nonexistent/agent.sock', STILE_EMS_SOCKET: '/nonexistent/ems.sock' };

test('an unknown command is wrong usage and points to the help', async () => {
  const terminal = recordingTerminal();
  assert.equal(await runStile(['dance'], terminal), exitCodes.usage);
  assert.match(terminal.complained.join('\n'), /unknown command 'dance'[\s\S]*stile --help/);
});

test('the help teaches the first things to try and the exit statuses', async () => {
  const terminal = recordingTerminal();
  assert.equal(await runStile(['--help'], terminal), exitCodes.fine);
  const shown = terminal.printed.join('\n');
  for (const word of ['stile status', 'stile why', 'stile enroll', 'stile ems', '--json', 'Exit status'])
    assert.ok(shown.includes(word), word);
});

test('every command has a help of its own', async () => {
  for (const command of [
    'enroll',
    'unenroll',
    'session',
    'status',
    'tags',
    'posture',
    'destinations',
    'why',
    'doctor',
    'recheck',
    'logs',
    'diagnostics',
    'ems',
    'gateway',
  ]) {
    const terminal = recordingTerminal();
    assert.equal(await runStile([command, '--help'], terminal), exitCodes.fine, command);
    assert.match(terminal.printed.join('\n'), new RegExp(`Usage: stile ${command}`), command);
  }
});

test('a daemon that does not run is exit status 3, with what to start', async () => {
  const terminal = recordingTerminal({ environment: nowhere });
  assert.equal(await runStile(['status'], terminal), exitCodes.notThere);
  assert.match(terminal.complained.join('\n'), /socket-not-there/);
  assert.match(terminal.complained.join('\n'), /Start the program/);
});

const failed = z.strictObject({
  stile: z.literal(1),
  command: z.string(),
  ok: z.literal(false),
  error: z.strictObject({ code: z.string(), message: z.string(), next: z.string() }),
});

test('with --json an error is one object on standard output, and nothing else', async () => {
  const terminal = recordingTerminal({ environment: nowhere });
  assert.equal(await runStile(['ems', 'endpoints', '--json'], terminal), exitCodes.notThere);
  assert.equal(terminal.printed.length, 1);
  const error = failed.parse(JSON.parse(terminal.printed[0] ?? ''));
  assert.equal(error.command, 'ems endpoints list');
  assert.equal(error.error.code, 'socket-not-there');
  assert.deepEqual(terminal.complained, []);
});

test('unusable words are named before anything is asked', async () => {
  const terminal = recordingTerminal({ environment: nowhere });
  assert.equal(await runStile(['ems', 'revoke', 'not-a-serial'], terminal), exitCodes.failed);
  assert.match(terminal.complained.join('\n'), /command-invalid/);
});

test('enroll without an invitation and without a terminal says how to hand one in', async () => {
  const terminal = recordingTerminal({ environment: nowhere });
  assert.equal(await runStile(['enroll'], terminal), exitCodes.failed);
  assert.match(terminal.complained.join('\n'), /--file/);
});

test('an invitation as an argument comes with a warning that does not repeat it', async () => {
  const terminal = recordingTerminal({ environment: nowhere });
  await runStile(['enroll', 'stile1.secretpart.abcdef'], terminal);
  assert.match(terminal.complained.join('\n'), /visible to other programs/);
  assert.ok(!terminal.complained.join('\n').includes('secretpart'));
});
