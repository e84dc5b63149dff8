// Loses the tag once and notes the moments on the way until the client's socket ends; then everything is put right again.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { names } from '../../build/demo/stage/configuration.ts';
import type { Stage } from '../../build/demo/stage/stage.ts';
import { waitFor } from '../../build/demo/stage/wait-for.ts';
import type { WatchedAgent } from '../../build/demo/stage/watch-agent.ts';
import type { PublishedName } from '../../build/demo/stories/path/device.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { connectLive } from './live-client.ts';
import type { Way } from './ways.ts';

/** Milliseconds since the change began; what comes later than another need not be caused by it. */
export interface Moments {
  /** Whoever changed it was told that it is done. */
  readonly done: number;
  /** The agent's state says that its rules are no longer met; null where the rules themselves were changed. */
  readonly noticed: number | null;
  /** The agent has the EMS's answer: the tag is gone. */
  readonly answered: number;
  readonly lastByte: number;
  /** The gateway's log says that it cut; full milliseconds. */
  readonly cut: number;
  readonly ended: number;
}

/** A session that nothing cuts is a fault, not a figure. */
const longestMs = 20_000;

const cutLine = z.object({ action: z.literal('close'), eventtime: z.string(), dsthost: z.literal(names.crm) });

export function makeRunner(stage: Stage, agent: WatchedAgent, crm: PublishedName): (way: Way) => Promise<Moments> {
  const log = path.join(stage.places.workspace, 'access.log');
  const hasTag = ({ tags }: AgentState) => tags.some((tag) => tag === names.managed);
  const isMet = ({ posture: { verdicts } }: AgentState) => verdicts.every(({ verdict }) => verdict === 'satisfied');

  const whenAgent = (what: string, holds: (state: AgentState) => boolean) =>
    agent.until(what, (state) => (holds(state) ? performance.now() : null));

  async function cutAfter(lines: number): Promise<number> {
    const eventtime = await waitFor(stage.signal, 'the cut in the access log', async () => {
      const found = linesOf(log)
        .slice(lines)
        .map(readLine)
        .find((line) => line !== null);
      return found?.eventtime ?? null;
    });
    return Number(eventtime.slice(0, -6)) - performance.timeOrigin;
  }

  return async (way) => {
    await whenAgent('the tag', (state) => hasTag(state) && isMet(state));
    using client = await connectLive(crm, stage.signal);
    const before = linesOf(log).length;
    const began = performance.now();
    const at = await within(stage.signal, {
      noticed: way.id === 'posture' ? whenAgent('the rule not met', (state) => !isMet(state)) : null,
      answered: whenAgent('the tag gone', (state) => !hasTag(state)),
      done: way.lose().then(() => performance.now()),
      ended: client.ended,
    });
    const moments = {
      done: at.done - began,
      noticed: at.noticed === null ? null : at.noticed - began,
      answered: at.answered - began,
      lastByte: client.lastByteAt() - began,
      cut: (await cutAfter(before)) - began,
      ended: at.ended - began,
    };
    await way.restore();
    return moments;
  };
}

/** Waits for all of them. @throws whatever one of them fails with; the signal's reason, and an Error when it takes too long */
async function within<T extends Readonly<Record<string, Promise<number> | null>>>(
  signal: AbortSignal,
  waiting: T,
): Promise<{ readonly [N in keyof T]: Awaited<T[N]> }> {
  const { promise: lost, reject } = Promise.withResolvers<never>();
  const lose = () => reject(signal.reason);
  const late = setTimeout(
    () => reject(new Error(`waited ${longestMs / 1_000} s in vain for the session to be cut`)),
    longestMs,
  );
  signal.addEventListener('abort', lose, { once: true });
  try {
    const entries = Object.entries(waiting).map(async ([name, moment]) => [name, await moment] as const);
    return Object.fromEntries(await Promise.race([Promise.all(entries), lost])) as never;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', lose);
  }
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

function readLine(line: string): z.infer<typeof cutLine> | null {
  return cutLine.safeParse(JSON.parse(line)).data ?? null;
}
