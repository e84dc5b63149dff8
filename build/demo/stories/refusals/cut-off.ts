// Causes × carriers on the running stack: opens everything, lets the cause happen, and looks at every end of it.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { accessLogOf } from '../../stage/configuration.ts';
import { waitFor } from '../../stage/wait-for.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { duration, value } from '../../tell.ts';
import type { PublishedName } from '../path/device.ts';
import type { StoryWorld } from '../story.ts';
import { type Carrier, carriers, type LiveAccess } from './carriers.ts';
import { type Cause, causes } from './causes.ts';
import type { House } from './knocks.ts';

const patienceMs = 10_000;

export async function cutEverythingOff(
  world: StoryWorld,
  agent: WatchedAgent,
  house: House,
  crm: PublishedName,
): Promise<void> {
  const cells = causes.length * carriers.length;
  let empty = cells;
  // What was not shown to end is empty.
  world.outcome.kill = { cells, empty };
  for (const cause of causes) {
    const failed = await world.tell.step('kill', cause.name, () => oneRow(world, agent, house, crm, cause));
    empty -= carriers.length - failed.length;
    world.outcome.kill = { cells, empty };
    if (cause.mend === null) continue;
    await cause.mend(world, agent);
    await waitFor(world.stage.signal, `access after: ${cause.name}`, () => isLetIn(house, crm));
  }
  if (empty > 0) throw new Error(`${empty} cells of the table did not end as they should`);
}

/** The cells of this cause that did not end as they should. */
async function oneRow(world: StoryWorld, agent: WatchedAgent, house: House, crm: PublishedName, cause: Cause) {
  const { stage } = world;
  await using open = new AsyncDisposableStack();
  const live: { readonly carrier: Carrier; readonly access: LiveAccess }[] = [];
  for (const carrier of carriers) live.push({ carrier, access: open.use(await carrier.open(house, crm)) });
  const before = logLines(house).length;
  const denialsBefore = (await agent.state()).denials.length;
  const startedAt = performance.now();
  await cause.happen(world);
  const logged = waitFor(stage.signal, 'the log to speak of every session', async () => {
    const lines = logLines(house).slice(before);
    const said = carriers.filter(({ service }) => service === null || lines.some(isCut(service, cause)));
    return said.length === carriers.length ? true : null;
  });
  const sessions = live.filter(({ carrier }) => carrier.service !== null);
  const cells = await Promise.all(sessions.map((each) => cellOf(each.carrier, each.access, startedAt)));
  await logged;
  // The revision that cut the sessions is in force now: whatever carries nothing is asked to carry something.
  const idle = live.filter(({ carrier }) => carrier.service === null);
  cells.push(...(await Promise.all(idle.map((each) => cellOf(each.carrier, each.access, startedAt)))));
  await agent.until('the agent to hear the reason', ({ denials, enrollment }) => {
    const isTold = denials.length > denialsBefore && denials.some(({ denial }) => denial.code === cause.code);
    return isTold || (cause.agentMayBeFirst === true && enrollment.kind === 'withdrawn') ? true : null;
  });
  const failed = cells.filter(({ carrier, end }) => !isRight(cause, carrier, end));
  return {
    value: failed,
    facts: {
      cause: cause.name,
      code: cause.code,
      cells: cells.map(({ carrier, end, afterMs }) => ({ carrier: carrier.name, end, afterMs })),
      empty: failed.length,
    },
    lines: cells.map(({ carrier, end, afterMs }) =>
      value(cause.code, `${carrier.name}: ${end} (${duration(afterMs)})`),
    ),
  };
}

interface Cell {
  readonly carrier: Carrier;
  readonly end: string;
  readonly afterMs: number;
}

async function cellOf(carrier: Carrier, access: LiveAccess, startedAt: number): Promise<Cell> {
  const late = sleep(patienceMs, 'still there', { ref: false });
  const end = await Promise.race([access.after(), late]);
  return { carrier, end, afterMs: Math.round(performance.now() - startedAt) };
}

/** A session must be reset, never ended cleanly; a connection without one must not open the next. */
function isRight(cause: Cause, carrier: Carrier, end: string): boolean {
  if (carrier.service !== null) return end === 'reset';
  return cause.onPooled === 'let-in' ? end === 'let-in' : end === 'reset' || end === cause.code;
}

/** A line of the log that says how a session of this carrier ended. */
function isCut(service: string, { code, agentMayBeFirst }: Cause): (line: string) => boolean {
  return (line) => {
    if (!line.includes(`"service":"${service}"`)) return false;
    const byGateway = line.includes('"action":"close"') && line.includes(`"code":"${code}"`);
    return byGateway || (agentMayBeFirst === true && service === 'tunnel' && line.includes('"action":"client-rst"'));
  };
}

function logLines({ places }: House): readonly string[] {
  return readFileSync(accessLogOf(places.workspace), 'utf8').trimEnd().split('\n');
}

/** Each carrier that holds a session can be opened again. */
async function isLetIn(house: House, crm: PublishedName): Promise<true | null> {
  for (const carrier of carriers) {
    try {
      using _live = await carrier.open(house, crm);
    } catch {
      return null;
    }
  }
  return true;
}
