import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { siteName } from '../../../shared/ids.ts';
import { compiled } from '../../doubles/compiled.ts';
import { ended, lonelyDaemon } from '../../doubles/lonely-daemon.ts';
import { runningEms } from '../../doubles/running-ems.ts';

const nobody = 65_534;
const notAllowed = 4;

/** Runs the command line as nobody, against the agent at this socket. */
async function asNobody(
  socket: string,
  args: readonly string[],
  input = '',
): Promise<{ status: number | null; said: string }> {
  const cli = path.join(import.meta.dirname, '../../../cli/main.ts');
  const child = spawn(process.execPath, [cli, ...args], {
    uid: nobody,
    gid: nobody,
    cwd: '/',
    env: { ...compiled, STILE_AGENT_SOCKET: socket },
    stdio: 'pipe',
  });
  child.stdin.end(input);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended(child), said: out + err };
}

test('who is no administrator may look, but neither enroll, leave nor read the log', async () => {
  await using ems = await runningEms();
  await using daemon = await lonelyDaemon();
  await chmod(daemon.directory, 0o755);
  await using _running = await daemon.start();
  const wanted = { site: siteName.parse('default'), domains: ['corp.test'], uses: 1, expiresInMs: 60_000, note: '' };
  const { invitation } = await ems.admin.call('invite', { role: 'device', ...wanted });

  const looked = await asNobody(daemon.socket, ['status', '--json']);
  assert.equal(looked.status, 0, looked.said);
  const attempts = [['enroll', '--file', '-', '--yes'], ['unenroll'], ['logs'], ['recheck']].map(async (args) => {
    const { status, said } = await asNobody(daemon.socket, args, invitation);
    assert.equal(status, notAllowed, `${args[0]}: ${said}`);
  });
  await Promise.all(attempts);
  const { endpoints } = await ems.admin.call('endpoints', {});
  assert.deepEqual(endpoints, []);
  assert.equal(await daemon.hosts(), daemon.untouched);
});
