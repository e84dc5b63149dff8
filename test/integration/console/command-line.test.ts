import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { runStile } from '../../../cli/run.ts';
import { administratorName } from '../../../shared/ems/administrators.ts';
import { readableFingerprint } from '../../../shared/identity/fingerprint.ts';
import { recordingTerminal } from '../../unit/cli/recording-terminal.ts';
import { type ConsoleStage, openConsoleStage } from './console-stage.ts';

describe('stile ems, on another machine', () => {
  let stage: ConsoleStage;
  let home: string;
  let fingerprint: string;
  before(async () => {
    stage = await openConsoleStage();
    home = await mkdtemp(path.join(os.tmpdir(), 'stile-login-'));
    fingerprint = (await stage.ems.admin.call('status', {})).fabricCa;
  });
  after(async () => {
    await stage[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  });
  const file = () => path.join(home, 'stile', 'ems-login.json');

  /** A desk that has no EMS of its own. */
  async function stile(args: readonly string[], input = '') {
    const terminal = recordingTerminal({ environment: { XDG_CONFIG_HOME: home }, input });
    const code = await runStile(args, terminal);
    return { code, lines: terminal.printed.join('\n'), complaints: terminal.complained.join('\n') };
  }
  const login = (input: string, ...more: readonly string[]) => stile(['ems', 'login', stage.origin, ...more], input);

  test('a token is taken from standard input, kept for this user alone, and goes to no other server', async () => {
    await stage.link('anna');
    const { token } = await stage.ems.admin.call('issueToken', { name: administratorName.parse('anna'), days: 1 });
    const wrong = await login(token, '--ca-sha256', '0'.repeat(64));
    assert.deepEqual([wrong.code, /pin-mismatch/.test(wrong.complaints)], [exitCodes.failed, true]);
    const done = await login(`${token}\n`, '--ca-sha256', readableFingerprint(fingerprint));
    assert.equal(done.code, exitCodes.fine, done.complaints);
    assert.match(done.lines, /as anna until 20/);
    assert.ok(![done.lines, done.complaints].join().includes(token));
    assert.equal((await stat(file())).mode & 0o777, 0o600);
  });

  test('the same verbs go there, under that name, and errors come back as they are', async () => {
    const invited = await stile(['ems', 'invite', 'device', '--domain', 'corp.test']);
    assert.match(invited.lines, /^stile1\./, invited.complaints);
    const unknown = await stile(['ems', 'endpoints', 'show', 'F'.repeat(32)]);
    assert.match(unknown.complaints, /there is no device F+ \[thing-unknown\]/);
    assert.match((await stile(['ems', 'audit', '-n', '2'])).lines, /administrator anna +invite +device +allowed/);
    assert.match((await stile(['ems', 'admin', 'list'])).lines, /anna +admin/);
  });

  test('logging out ends the token there and forgets it here', async () => {
    const { token } = JSON.parse(await readFile(file(), 'utf8'));
    const bearer = { authorization: `Bearer ${token}` };
    assert.equal((await stage.get('/api/session', bearer)).status, 200);
    assert.equal((await stile(['ems', 'logout'])).code, exitCodes.fine);
    assert.equal((await stage.get('/api/session', bearer)).code, 'sign-in-required');
    await assert.rejects(stat(file()), { code: 'ENOENT' });
  });

  test('a link signs in as well, once, and the role decides there too', async () => {
    const link = `${stage.origin}/sign-in#${await stage.link('viewer', 'viewer')}`;
    assert.equal((await login(link, '--ca-sha256', fingerprint)).code, exitCodes.fine);
    assert.match((await login(link, '--ca-sha256', fingerprint)).complaints, /sign-in-refused/);
    assert.equal((await stile(['ems', 'gateways'])).code, exitCodes.fine);
    const refused = await stile(['ems', 'invite', 'gateway']);
    assert.deepEqual([refused.code, /command-not-allowed/.test(refused.complaints)], [exitCodes.notAllowed, true]);
  });

  test('an address that is not HTTPS is refused before anything is asked', async () => {
    const refused = await stile(
      ['ems', 'login', stage.origin.replace('https', 'http'), '--ca-sha256', fingerprint],
      'x',
    );
    assert.match(refused.complaints, /command-invalid/);
  });
});
