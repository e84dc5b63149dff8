// A posture fact fails: sessions are cut and new ones denied, with reasons; it is put right: they work again.

import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Denial } from '../../../../shared/tunnel/denial.ts';
import { names } from '../../stage/configuration.ts';
import { titleOfPage } from '../../stage/services/pages.ts';
import { findTool } from '../../stage/tools.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { command, duration, remark, value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { curlCommand, type LiveConnection, liveSsh, liveWebSocket, runCurl } from './client-programs.ts';
import type { PublishedName } from './device.ts';
import { servicesOf } from './services.ts';

const patienceMs = 20_000;

export async function losePosture(world: StoryWorld, agent: WatchedAgent): Promise<void> {
  const { tell, stage } = world;
  const { crm, files } = await servicesOf(agent);
  await using open = new AsyncDisposableStack();
  const live = await tell.step('live-sessions', 'A WebSocket and a shell stay open', async () => {
    const socket = open.use(await liveWebSocket(crm));
    const shell = stage.programs.sshd === null ? null : open.use(await liveSsh(stage.places, files));
    return {
      value: shell === null ? [socket] : [socket, shell],
      facts: { sessions: shell === null ? 1 : 2 },
      lines: [value('open', shell === null ? crm.name : `${crm.name}, ${files.name}`)],
    };
  });
  await tell.step('posture-loss', 'The file is removed: the sessions are cut', () => cut(world, agent, live));
  await tell.step('denied', 'A new attempt is denied, with the reason and the remedy', () => denied(world, agent));
}

async function cut({ stage, outcome }: StoryWorld, agent: WatchedAgent, live: readonly LiveConnection[]) {
  const before = (await agent.state()).denials.length;
  const removedAt = performance.now();
  rmSync(stage.places.marker);
  const endings = await withinPatience(Promise.all(live.map((each) => each.ended)), 'the sessions to be cut');
  const sessionCutAfterMs = Math.round(Math.max(...endings) - removedAt);
  const denial = await agent.until('the reason of the cut', ({ denials }) =>
    denials.length > before ? (denials.find((record) => record.kind === 'cut')?.denial ?? null) : null,
  );
  outcome.postureLoss = { tag: names.managed, sessionCutAfterMs, code: denial.code };
  return {
    value: undefined,
    facts: { ...outcome.postureLoss, denial },
    lines: [
      command(`rm ${stage.places.marker}`),
      value('cut after', duration(sessionCutAfterMs)),
      value('reason', inWords(denial)),
    ],
  };
}

async function denied({ stage }: StoryWorld, agent: WatchedAgent) {
  const { crm } = await servicesOf(agent);
  const got = findTool('curl') === null ? null : await runCurl(crm, '/');
  const wasServed = got === null ? await isUp(crm) : got.code === 0 && got.stdout.includes(titleOfPage);
  if (wasServed) throw new Error('the page was served although the tag is gone');
  const why = await agent.client.call('why', { destination: crm.name }, stage.signal);
  if (why.access !== 'denied') throw new Error(`why says ${why.access}: ${why.summary}`);
  return {
    value: undefined,
    facts: { curlExitCode: got?.code ?? null, why },
    lines: [
      ...(got === null ? [] : [command(curlCommand(crm, '/'), `${got.stdout}${got.stderr}`)]),
      command('stile why crm', why.summary),
      ...why.obstacles.map((obstacle) => value('not met', obstacle.title)),
      ...why.obstacles.map((obstacle) => value('what to do', obstacle.remedy)),
      ...why.messages.map((message) => remark(message)),
    ],
  };
}

/** The file is there again; measured until a page comes. */
export async function recover({ tell, stage, outcome }: StoryWorld, agent: WatchedAgent): Promise<void> {
  const { crm } = await servicesOf(agent);
  await tell.step('recovery', 'The file is put back: the service works again', async () => {
    const restoredAt = performance.now();
    writeFileSync(stage.places.marker, 'this device is managed\n');
    while (!(await isUp(crm))) {
      if (performance.now() - restoredAt > patienceMs) throw new Error('the page did not come back');
      await sleep(50, undefined, { signal: stage.signal });
    }
    const afterMs = Math.round(performance.now() - restoredAt);
    outcome.recovery = { afterMs };
    return {
      value: undefined,
      facts: { afterMs },
      lines: [
        command(`touch ${stage.places.marker}`),
        command(curlCommand(crm, '/'), `works again after ${duration(afterMs)}`),
      ],
    };
  });
}

/** Whether the service can be reached now; by WebSocket where there is no curl. */
async function isUp(crm: PublishedName): Promise<boolean> {
  if (findTool('curl') !== null) return (await runCurl(crm, '/', ['-f'])).code === 0;
  try {
    using _live = await liveWebSocket(crm);
    return true;
  } catch {
    return false;
  }
}

function inWords(denial: Denial): string {
  const tags = denial.tags === undefined ? '' : `, missing: ${denial.tags.join(', ')}`;
  return `${denial.code} ${denial.title}${tags} (${denial.requestId})`;
}

async function withinPatience<T>(promise: Promise<T>, what: string): Promise<T> {
  const timeout = AbortSignal.timeout(patienceMs);
  const { promise: late, reject } = Promise.withResolvers<never>();
  timeout.addEventListener('abort', () => reject(new Error(`waited ${patienceMs / 1000} s in vain for ${what}`)));
  return Promise.race([promise, late]);
}
