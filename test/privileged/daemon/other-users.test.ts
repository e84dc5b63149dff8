import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { z } from 'zod';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { type Platform, platformFor } from '../../../native/platform.ts';
import { activityPage } from '../../../shared/agent/activity.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { pause, wholeWorld } from '../../doubles/whole-world.ts';
import { agentWorld } from '../../integration/daemon/agent-world.ts';

const nobody = 65_534;

interface Said {
  readonly code: number;
  readonly text: string;
}

/** Runs a program as the user `nobody`. */
function asNobody(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Said> {
  return new Promise((resolve) => {
    const options = { uid: nobody, gid: nobody, env: { LC_ALL: 'C', ...env }, timeout: 20_000 };
    const child = execFile(program, [...args], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr }),
    );
    // Who reads no input may have ended before it comes.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function sessionsIn(said: Said): readonly { readonly osUser: string }[] {
  assert.equal(said.code, exitCodes.fine, said.text);
  const { result } = z.object({ result: activityPage.pick({ entries: true }) }).parse(JSON.parse(said.text));
  return result.entries.filter((entry) => entry.kind === 'session');
}

function stileAsNobody(socket: string, args: readonly string[], input = ''): Promise<Said> {
  const main = path.resolve(import.meta.dirname, '../../../cli/main.ts');
  return asNobody(process.execPath, [main, ...args], { STILE_AGENT_SOCKET: socket }, input);
}

test('a user who is no administrator sees the state, but neither enrolls nor leaves', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  await chmod(world.directory, 0o755);
  assert.match((await stileAsNobody(world.daemon.socket, ['status'])).text, /enrolled +no/);
  const invitation = await world.invitation();
  const refused = await stileAsNobody(world.daemon.socket, ['enroll', '--yes', '--file', '-'], invitation);
  assert.equal(refused.code, exitCodes.notAllowed, refused.text);
  assert.match(refused.text, /command-not-allowed/);
  const { endpoints } = await world.ems.admin.call('endpoints', {});
  assert.deepEqual(endpoints, []);
  await world.enroll();
  const stays = await stileAsNobody(world.daemon.socket, ['unenroll']);
  assert.equal(stays.code, exitCodes.notAllowed, stays.text);
  assert.equal((await stileAsNobody(world.daemon.socket, ['logs'])).code, exitCodes.notAllowed);
});

test('a user of the machine enrolls it where its settings name the EMS, and changes nothing of an enrolment there is', async () => {
  await using ems = await runningEms();
  const { fabricCa } = await ems.admin.call('status', {});
  await using world = await agentWorld(ems, { allowedEms: [fabricCa], localUsers: ['nobody'] });
  world.platform.users.known = [{ uid: nobody, gid: nobody, name: 'nobody' }];
  await chmod(world.directory, 0o755);
  const enroll = async () =>
    await stileAsNobody(
      path.join(world.directory, 'run/agent.sock'),
      ['enroll', '--yes', '--file', '-'],
      await world.invitation(),
    );
  assert.match((await enroll()).text, /^Enrolled\.$/m);
  const { enrollment } = await world.until((state) => state.enrollment.kind === 'enrolled');
  assert.equal(enrollment.kind === 'enrolled' && enrollment.enrolledBy, 'nobody');
  assert.match((await enroll()).text, /already-enrolled/);
  assert.deepEqual(world.state().enrollment, enrollment);
  const { invitations } = await ems.admin.call('invitations', {});
  assert.deepEqual(invitations.map((each) => each.used).sort(), [0, 1]);
});

test('a user who is not allowed is reset at the loopback listener, and nothing reaches the service', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port, kind: 'http' }]);
  await world.enroll();
  const { host, port } = await world.addressOf('crm');
  const attempt = await asNobody('/usr/bin/curl', ['-sS', '--max-time', '10', `http://${host}:${port}/`]);
  assert.match(attempt.text, /reset|Empty reply|connect to server/i);
  assert.equal(origin.connections.length, 0);
  // The agent's own connections may have come before its first report; none of them asks for anything.
  const asked = world.accessLog.filter((line) => line.includes('"dsthost"'));
  assert.deepEqual(asked, [], 'the gateway heard of it');
  // The same request of a user who may is carried, so that it is the user it was about.
  const allowed = connect({ host, port });
  allowed.end('hello');
  assert.equal(await text(allowed), 'hello');
  assert.equal(origin.connections.length, 1);
  while (!world.accessLog.some((line) => line.includes('"dsthost":"crm.corp.test"'))) await pause(5);
});

/** This machine, with a session of these users. */
function withSessionOf(...uids: readonly number[]): Pick<Platform, 'localUsers'> {
  const real = platformFor(process.platform).localUsers;
  const users = uids.map((uid) => ({ uid, gid: uid, name: `user-${uid}` }));
  return { localUsers: { ...real, withSession: async () => ({ kind: 'known', users }) } };
}

test('who is connected to what, or was, is told to administrators, and not to another user', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }], withSessionOf(nobody));
  await chmod(world.directory, 0o755);
  await world.enroll();
  const local = connect(await world.addressOf('crm')).on('error', () => undefined);
  local.write('hello');
  await once(local, 'data');
  const { sessions } = await world.until((state) => state.sessions.length > 0);
  assert.equal(sessions[0]?.uid, 0);
  const { text } = await stileAsNobody(world.daemon.socket, ['status', '--json']);
  assert.match(text, /"enrolled"/);
  assert.doesNotMatch(text, /"osUser"/);
  assert.match(text, /"sessions": *\[\]/);
  assert.equal(sessionsIn(await stileAsNobody(world.daemon.socket, ['activity', '--json'])).length, 0);

  const { host, port } = await world.addressOf('crm');
  assert.equal(
    (await asNobody('/bin/bash', ['-c', `exec 3<>/dev/tcp/${host}/${port}; echo hi >&3; read -r line <&3`])).code,
    0,
  );
  const own = sessionsIn(await stileAsNobody(world.daemon.socket, ['activity', '--json']));
  assert.deepEqual(
    own.map(({ osUser }) => osUser),
    ['nobody'],
  );
  const { entries } = await world.agent.call('activity', { after: 0 });
  const all = entries.flatMap((entry) => (entry.kind === 'session' ? [entry.osUser] : []));
  assert.deepEqual(all.sort(), ['nobody', 'root']);

  const out = path.join(world.directory, 'out');
  await mkdir(out);
  await chmod(out, 0o777);
  const said = await stileAsNobody(world.daemon.socket, ['diagnostics', path.join(out, 'dump.json')]);
  assert.match(said.text, /findings\.json, state\.json\.\n[\s\S]*Left out: log\.log\. .*sudo stile diagnostics/);
  const dump = await readFile(path.join(out, 'dump.json'), 'utf8');
  assert.doesNotMatch(dump, /"uid": 0\b/, 'the session of root');
  local.destroy();
});
