// Enrolments at which nobody is present: an invitation is laid, used once and gone.

import assert from 'node:assert/strict';
import { chmod, link, lstat, mkdir, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { siteName } from '../../../shared/ids.ts';
import { readInvitation, writeInvitation } from '../../../shared/node/invitation.ts';
import { freePort } from '../../doubles/free-port.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { type AgentWorld, agentWorld } from './agent-world.ts';

const warned = (code: string) => (state: AgentState) => state.warnings.some((each) => each.code === code);
const isEnrolled = (state: AgentState) => state.enrollment.kind === 'enrolled';
const fileOf = (world: AgentWorld) => path.join(world.directory, 'etc', 'invitation');

/** As a package does it: the file is there at once, and private. */
async function lay(world: AgentWorld, text: string): Promise<void> {
  await mkdir(path.dirname(fileOf(world)), { recursive: true });
  await writeFile(`${fileOf(world)}.new`, `${text}\n`, { mode: 0o600 });
  await rename(`${fileOf(world)}.new`, fileOf(world));
}

async function isGone(file: string): Promise<void> {
  const limit = AbortSignal.timeout(10_000);
  while ((await lstat(file).catch(() => null)) !== null) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Nothing that is written or told holds the secret. */
async function isTold(world: AgentWorld, secret: string): Promise<boolean> {
  const told = [
    world.logs.join(''),
    JSON.stringify(world.state()),
    JSON.stringify(await world.cli.call('diagnostics', {})),
  ];
  told.push(await readFile(path.join(world.directory, 'data', 'agent.json'), 'utf8').catch(() => ''));
  return told.some((text) => text.includes(secret));
}

test('an invitation that is laid enrolls the device; once, and it is gone', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  // For this very machine, by the number that its firmware tells.
  world.platform.firmware.serial = 'PF3ABCDE';
  const { invitation: text } = await ems.admin.call('invite', {
    role: 'device',
    site: siteName.parse('default'),
    domains: ['corp.test'],
    uses: 1,
    expiresInMs: 60_000,
    note: '',
    serials: ['pf3abcde'],
  });
  await lay(world, text);
  const { enrollment } = await world.until(isEnrolled);
  assert.ok(enrollment.kind === 'enrolled');
  assert.equal(enrollment.enrolledBy, 'managed enrolment');
  await isGone(fileOf(world));
  for (const secret of [text, readInvitation(text).code]) assert.ok(!(await isTold(world, secret)));

  // The EMS ends it: what enrolled it before does not do so again, something new does.
  await ems.admin.call('revokeEndpoint', { uid: enrollment.uid, reason: 'lost' });
  await world.until((state) => state.enrollment.kind === 'withdrawn');
  await lay(world, text);
  await world.until(warned('invitation-spent'));
  assert.equal(world.state().enrollment.kind, 'withdrawn');
  await ems.admin.call('releaseEndpoint', { uid: enrollment.uid, reason: 'found' });
  await lay(world, await world.invitation());
  const after = await world.until((state) => isEnrolled(state) && !warned('invitation-spent')(state));
  assert.ok(after.enrollment.kind === 'enrolled' && after.enrollment.uid === enrollment.uid);
  await isGone(fileOf(world));

  // An enrolled device is led nowhere else.
  const elsewhere = writeInvitation({ ...readInvitation(text), ca: '0'.repeat(64), ems: 'ems.other.test:8013' });
  await lay(world, elsewhere);
  await world.until(warned('invitation-elsewhere'));
  assert.ok(isEnrolled(world.state()));
  await unlink(fileOf(world));
  await world.until((state) => !warned('invitation-elsewhere')(state));
});

/** What makes the folder or the file in it others' too. */
const spoilt: readonly (readonly [string, (folder: string, file: string) => Promise<void>])[] = [
  ['others than its owner have rights', (_folder, file) => chmod(file, 0o644)],
  ['others may write to a folder', (folder) => chmod(folder, 0o777)],
  ['more than one name', (_folder, file) => link(file, `${file}.2`)],
  [
    'it is a symbolic link',
    async (_folder, file) => {
      await rename(file, `${file}.real`);
      await symlink('invitation.real', file);
    },
  ],
  [
    'it is not a regular file',
    async (_folder, file) => {
      await unlink(file);
      await mkdir(file);
    },
  ],
];

test('what others could have laid is not used; laid safely, it is', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const text = await world.invitation();
  const [folder, staged] = [path.dirname(fileOf(world)), path.join(world.directory, 'staged')];
  for (const [why, spoil] of spoilt) {
    await mkdir(staged);
    await writeFile(path.join(staged, 'invitation'), text, { mode: 0o600 });
    await spoil(staged, path.join(staged, 'invitation'));
    await rename(staged, folder);
    const { enrollment } = await world.until((state) => state.warnings.some((each) => each.text.includes(why)));
    assert.equal(enrollment.kind, 'none', why);
    await rm(folder, { recursive: true });
    await world.until((state) => state.warnings.length === 0);
  }
  assert.ok(!(await isTold(world, readInvitation(text).code)));
  await lay(world, text);
  await world.until(isEnrolled);
});

test('while the EMS is away it is tried again and again; a refusal ends that until an invitation is laid anew', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const good = readInvitation(await world.invitation());
  await lay(world, writeInvitation({ ...good, ems: `localhost:${await freePort('127.0.0.1')}` }));
  const waiting = (failures: string) => (state: AgentState) =>
    state.enrollment.kind === 'enrolling' && state.enrollment.silent?.lastFailure?.code === failures;
  const { enrollment } = await world.until(waiting('ems-unreachable'));
  assert.ok(enrollment.kind === 'enrolling' && enrollment.silent?.retryAt !== null);

  await lay(world, writeInvitation({ ...good, code: 'a'.repeat(26) }));
  await world.until(warned('silent-enrolment-refused'));
  assert.ok(world.state().enrollment.kind === 'none');
  const { findings } = await world.cli.call('doctor', {});
  assert.equal(findings.find((each) => each.check === 'silent-enrolment-refused')?.outcome, 'problem');

  await lay(world, writeInvitation(good));
  const after = await world.until(isEnrolled);
  assert.deepEqual(
    after.warnings.filter(({ code }) => code === 'silent-enrolment-refused'),
    [],
  );
});

test('a device that was cut off after it had enrolled removes the invitation at the next start', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const text = await world.invitation();
  await world.enroll(text);
  await world.stopAgent();
  await lay(world, text);
  await world.startAgent();
  await isGone(fileOf(world));
  assert.ok(isEnrolled(world.state()));
});
