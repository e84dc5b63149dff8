import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { runStile } from '../../../cli/run.ts';
import type { ActivityEntry } from '../../../shared/agent/activity.ts';
import { digest, echo, startOrigin } from '../../doubles/origin.ts';
import { pause, type WholeWorld, wholeWorld } from '../../doubles/whole-world.ts';
import { recordingTerminal } from '../../unit/cli/recording-terminal.ts';

/** Asks until what is told fits. */
async function activityUntil(
  world: WholeWorld,
  fits: (entries: readonly ActivityEntry[]) => boolean,
): Promise<readonly ActivityEntry[]> {
  for (const signal = AbortSignal.timeout(15_000); ; await pause(10)) {
    signal.throwIfAborted();
    const { entries } = await world.agent.call('activity', { after: 0 });
    if (fits(entries)) return entries;
  }
}

function sessionsOf(entries: readonly ActivityEntry[]) {
  return entries.filter((entry) => entry.kind === 'session');
}

async function trafficOf(world: WholeWorld, name: string) {
  const { destinations } = await world.agent.call('traffic', {});
  return destinations.find(({ destination }) => destination.startsWith(`${name}.`));
}

async function stile(world: WholeWorld, ...args: readonly string[]): Promise<string> {
  const terminal = recordingTerminal({ environment: { STILE_AGENT_SOCKET: world.daemon.socket } });
  assert.equal(await runStile(args, terminal), 0, terminal.complained.join('\n'));
  return terminal.printed.join('\n');
}

test('what was sent and received through the tunnel is told to the byte, and so is what was cut and refused', async () => {
  await using hashing = await startOrigin(digest);
  await using echoing = await startOrigin(echo);
  await using world = await wholeWorld([
    { name: 'files', port: hashing.port },
    { name: 'crm', port: echoing.port },
  ]);
  await world.enroll();
  const [files, crm] = [await world.addressOf('files'), await world.addressOf('crm')];

  const sent = 5_000_003;
  const socket = net.connect({ ...files, allowHalfOpen: true });
  socket.end(Buffer.alloc(sent, 'stile'));
  const received = (await text(socket)).length;
  const live = net.connect(crm);
  live.write('hello');
  await once(live, 'data');
  const open = await activityUntil(world, (entries) => sessionsOf(entries).some(({ until }) => until !== null));
  const shown = sessionsOf(open).map(({ destination, sent, received }) => [destination, sent, received]);
  assert.deepEqual(shown.sort(), [
    [`crm.corp.test:${crm.port}`, 5, 5],
    [`files.corp.test:${files.port}`, sent, received],
  ]);
  // The gateway wrote the same down, under the same request id.
  const id = String(sessionsOf(open).find(({ until }) => until !== null)?.requestId);
  while (!world.accessLog.some((line) => line.includes(id) && line.includes(String(sent)))) await pause(10);

  const ofFiles = await trafficOf(world, 'files');
  assert.deepEqual([ofFiles?.sessions, ofFiles?.sent, ofFiles?.received], [0, sent, received]);
  assert.ok((ofFiles?.openedInMs ?? 0) > 0);
  const ofCrm = await trafficOf(world, 'crm');
  assert.deepEqual([ofCrm?.sessions, ofCrm?.sent, ofCrm?.received], [1, 5, 5]);

  const cut = once(live, 'error');
  await rm(world.marker);
  await cut;
  const after = await activityUntil(world, (entries) => sessionsOf(entries).every(({ until }) => until !== null));
  const session = sessionsOf(after).find(({ destination }) => destination.startsWith('crm'));
  const reasons = after.flatMap((entry) => (entry.kind === 'cut' ? [String(entry.denial.requestId)] : []));
  assert.ok(reasons.includes(String(session?.requestId)));

  assert.match(await stile(world, 'activity'), /ended +files\.corp\.test:\d+ +\S+ +5000003 +64 /);
  assert.match(await stile(world, 'activity', '--denied'), / cut +crm\.corp\.test:\d+ +065 /);
  assert.doesNotMatch(await stile(world, 'activity', '--denied'), / ended /);
  assert.doesNotMatch(await stile(world, 'activity', '--destination', 'files'), /crm/);

  const { last } = await world.agent.call('activity', { after: 0 });
  await world.restartDaemon();
  assert.deepEqual((await world.agent.call('activity', { after: last })).entries, [], 'it is kept in memory alone');
});
