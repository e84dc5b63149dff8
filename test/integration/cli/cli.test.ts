import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { z } from 'zod';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { runStile } from '../../../cli/run.ts';
import { agentState, tagReason } from '../../../shared/agent/agent-state.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { type WholeWorld, wholeWorld } from '../../doubles/whole-world.ts';
import { recordingTerminal } from '../../unit/cli/recording-terminal.ts';

const answer = z.looseObject({ stile: z.literal(1), ok: z.boolean(), result: z.unknown().optional() });

/** The CLI as a user of this world has it. */
function cliOf(world: WholeWorld) {
  const environment = {
    STILE_AGENT_SOCKET: world.daemon.socket,
    STILE_EMS_SOCKET: world.ems.running.adminSocket,
    STILE_GATEWAY_SOCKET: path.join(world.directory, 'run', 'gateway.sock'),
  };
  return async (
    args: readonly string[],
    given: { readonly input?: string; readonly answers?: readonly string[] } = {},
  ) => {
    const terminal = recordingTerminal({ environment, ...given });
    const code = await runStile(args, terminal);
    return { code, lines: terminal.printed, complaints: terminal.complained };
  };
}

async function resultOf(running: Promise<{ readonly lines: readonly string[] }>): Promise<unknown> {
  const { lines } = await running;
  assert.equal(lines.length, 1, lines.join('\n'));
  const parsed = answer.parse(JSON.parse(lines[0] ?? ''));
  assert.equal(parsed.ok, true, lines[0]);
  return parsed.result;
}

test('an administrator and a user get through their day by the commands alone', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  const cli = cliOf(world);

  const invited = await cli(['ems', 'invite', 'device', '--domain', 'corp.test', '--note', 'first']);
  assert.equal(invited.code, exitCodes.fine);
  const [invitation = ''] = invited.lines;
  assert.match(invitation, /^stile1\./);

  const declined = await cli(['enroll', '--file', '-'], { input: invitation });
  assert.equal(declined.code, exitCodes.failed);
  assert.match(declined.complaints.join('\n'), /consent-missing/);
  assert.match(declined.complaints.join('\n'), /names inside +corp\.test/);

  const enrolled = await cli(['enroll', '--file', '-'], { input: invitation, answers: ['y'] });
  assert.equal(enrolled.code, exitCodes.fine, enrolled.complaints.join('\n'));
  assert.match(enrolled.lines.join('\n'), /Enrolled\.\nuid +[0-9A-F]{32}/);

  const shown = await cli(['ems', 'destinations', 'show-to', 'crm', '--tags', 'managed']);
  assert.equal(shown.code, exitCodes.fine, shown.complaints.join('\n'));
  const address = await world.addressOf('crm');
  const socket = net.connect({ ...address, allowHalfOpen: true });
  socket.end('hello');
  assert.equal(await text(socket), 'hello');

  const tags = z.object({ tags: z.array(z.string()), tagReasons: z.array(tagReason) });
  const held = tags.parse(await resultOf(cli(['tags', '--json'])));
  assert.deepEqual(held.tags, ['all_registered_clients', 'managed']);
  assert.deepEqual(
    held.tagReasons.map(({ tag, isHeld, basis, rules }) => [tag, isHeld, basis, rules.map(({ rule }) => rule)]),
    [
      ['all_registered_clients', true, 'given', []],
      ['managed', true, 'rules', [1]],
    ],
  );
  assert.match((await cli(['status'])).lines.join('\n'), /enrolled +with localhost/);
  assert.match((await cli(['destinations'])).lines.join('\n'), /crm +crm\.corp\.test .*by name, at 127\.236\.0\.1/);
  assert.match((await cli(['posture'])).lines.join('\n'), /1 +This is a managed machine +satisfied/);
  assert.equal((await cli(['why', 'crm'])).code, exitCodes.fine);
  assert.match(
    (await cli(['ems', 'endpoints'])).lines.join('\n'),
    /active +yes +unverified +all_registered_clients, managed/,
  );
  assert.match((await cli(['gateway', 'endpoints'])).lines.join('\n'), /active +yes/);
  assert.match((await cli(['gateway', 'policies'])).lines.join('\n'), /staff +accept/);
  assert.match((await cli(['gateway', 'status'])).lines.join('\n'), /fresh/);

  const policy = await cli(['ems', 'shell-policy', 'set', '--personal-destinations', 'yes']);
  assert.deepEqual(
    policy.lines,
    ['may quit               yes', 'personal destinations  yes', 'disconnect             with-reason'],
    policy.complaints.join(),
  );
  assert.match((await cli(['ems', 'shell-policy', 'set', '--may-quit', 'y'])).complaints.join(), /command-invalid/);

  const key = 'a'.repeat(64);
  const fabric = ['ems', 'on-fabric', 'set', '--network', '10.0.0.0/8', 'fd00::/8', '--probe', 'intranet.test:443'];
  const set = await cli([...fabric, '--probe-key', key]);
  assert.deepEqual(
    set.lines,
    ['networks  10.0.0.0/8', '          fd00::/8', 'probe     intranet.test:443', `          key ${key}`],
    set.complaints.join(),
  );
  assert.match((await cli(fabric)).complaints.join(), /go together/);
  assert.match((await cli(['ems', 'on-fabric', 'clear'])).lines.join(), /networks {2}none,probe {5}none/);

  await rm(world.marker);
  await world.until((state) => !state.tags.some((tag) => tag === 'managed'));
  await world.until((state) => state.destinations.length === 0);
  const lost = (await cli(['tags'])).lines.join('\n');
  assert.match(lost, /^managed: missing\n +fails +This is a managed machine \(rule 1, fact file:.*\)$/m);
  assert.match(lost, /note +Only company machines get in\./);
  assert.equal((await cli(['why', 'crm'])).code, exitCodes.no);

  const { endpoints } = z
    .object({ endpoints: z.array(z.object({ uid: z.string() })) })
    .parse(await resultOf(cli(['ems', 'endpoints', '--json'])));
  const uid = endpoints[0]?.uid ?? '';
  assert.match((await cli(['ems', 'endpoints', 'show', uid])).lines.join('\n'), new RegExp(`file:${world.marker}`));
  assert.equal((await cli(['ems', 'revoke', uid, '--reason', 'lost'])).code, exitCodes.fine);
  await world.until((state) => state.enrollment.kind === 'withdrawn');
  assert.match((await cli(['ems', 'audit'])).lines.join('\n'), /revoke .*allowed +lost/);
});

test('rules come from files, and a wrong one is named with what is wrong', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  const cli = cliOf(world);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-cli-'));
  try {
    const file = path.join(directory, 'rule.json');
    await writeFile(
      file,
      JSON.stringify({ id: 7, os: 'linux', type: 'running-process', negated: false, content: 'sshd' }),
    );
    assert.equal((await cli(['ems', 'rules', 'put', file])).code, exitCodes.fine);
    assert.match((await cli(['ems', 'rules'])).lines.join('\n'), /7 +linux +running-process/);
    await writeFile(file, JSON.stringify({ id: 8, os: 'linux', type: 'file', negated: false, pth: '/etc/x' }));
    const wrong = await cli(['ems', 'rules', 'put', file]);
    assert.equal(wrong.code, exitCodes.failed);
    assert.match(wrong.complaints.join('\n'), /path/);
    const dump = path.join(directory, 'diagnostics.json');
    const written = await cli(['diagnostics', dump]);
    assert.equal(written.code, exitCodes.fine, written.complaints.join('\n'));
    assert.match(written.lines.join('\n'), /about\.json, findings\.json, state\.json, log\.log\.\n/);
    assert.equal((await stat(dump)).mode & 0o777, 0o600);
    const bundle = z.looseObject({
      'state.json': agentState,
      'log.log': z.array(z.string()),
      leftOut: z.array(z.never()),
    });
    bundle.parse(JSON.parse(await readFile(dump, 'utf8')));
    assert.equal((await cli(['diagnostics', dump])).code, exitCodes.failed);
    assert.equal((await cli(['doctor'])).code, exitCodes.no);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
