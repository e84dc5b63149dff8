// Runs one story from an empty machine to an empty machine, whatever happens in between.

import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureConsole } from '../console/build-console.ts';
import { journalPlace } from './stage/journal.ts';
import { repair } from './stage/repair.ts';
import { openStage, type Stage } from './stage/stage.ts';
import type { Story } from './stories/story.ts';
import { type CleanUp, emptyOutcome, type Outcome, summarize, troubleOf } from './summary.ts';
import { type Teller, value } from './tell.ts';
import { whatToTry } from './what-to-try.ts';

export interface DemoOptions {
  readonly story: Story;
  readonly tell: Teller;
  /** Stays up after the story until the user ends it. */
  readonly staysUp: boolean;
  /** Progress and trouble that belong to no step. */
  readonly say: (line: string) => void;
}

const interrupted = 130;

/** How long after a failure the reason for it may still come to light. */
const lastWordsMs = 400;

/** Returns the exit status: 0 only if all is well. */
export async function runDemo({ story, tell, staysUp, say }: DemoOptions): Promise<number> {
  const startedAt = performance.now();
  const before = await repair(journalPlace(), say);
  if (before.kind === 'runs-already') {
    say(`a demo runs already (process ${before.pid}); end it with Ctrl-C first`);
    return 1;
  }
  if (before.kind === 'agent-runs') {
    say(`an agent serves ${before.socket} and has names in the hosts file, which a demo would take away; end it first`);
    return 1;
  }
  const stop = new AbortController();
  // Until the end: a second Ctrl-C must not cut off the clean-up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop.abort(new Interrupted()));
  const stage = await openStage(stop.signal, { isEmpty: story.hasOwnMachines === true }).catch((error: unknown) => {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const why = error instanceof Error ? error.message : String(error);
    say(isTaken ? 'another demo started at the same moment; it has the machine' : `the demo cannot start: ${why}`);
    return null;
  });
  if (stage === null) return 1;
  if (stage.noNamespace !== null && story.hasOwnMachines !== true) {
    tell.note(`The protected services are on loopback, because ${stage.noNamespace}.`);
    tell.note('The gateway is allowed to dial just that address; usually it never dials loopback.');
  }
  const outcome = emptyOutcome();
  const toldErrors = new Set<unknown>();
  let told = false;
  try {
    const sinceStart = () => performance.now() - startedAt;
    const blaming = tellWhoIsToBlame(stage, tell, toldErrors);
    await untilLost(stage, story.tell({ stage, tell: blaming, outcome, sinceStart }));
    told = true;
    // Machines of its own are gone with the story.
    if (staysUp && story.hasOwnMachines !== true) await stayUp(stage, tell);
  } catch (error) {
    told = told && error instanceof Interrupted;
    const why = stage.signal.aborted ? stage.signal.reason : error;
    if (why instanceof Interrupted) say('ending, and undoing everything');
    else if (!toldErrors.has(why)) say(why instanceof Error ? why.message : String(why));
  }
  const cleanup = await undoEverything(stage, outcome, tell);
  const summary = summarize(story.found(outcome), told, cleanup);
  tell.summary(summary);
  if (stop.signal.aborted && !told) return interrupted;
  return summary.ok ? 0 : 1;
}

/** Tells what is left as the failure of a step; the step after it is the summary in any case. */
async function undoEverything(stage: Stage, outcome: Outcome, tell: Teller): Promise<CleanUp> {
  let cleanup: CleanUp = { hostsRestored: false, processesLeft: 0, left: ['whatever the clean-up did not come to'] };
  const { hostsFile, namespace } = stage.places;
  const close = async () => {
    const closed = await stage.close(outcome.destinations);
    cleanup = closed.cleanup;
    if (closed.hosts.kind === 'lines-lost') tell.note(`Gone from ${hostsFile}: ${closed.hosts.lines.join(' | ')}`);
    const trouble = troubleOf(cleanup);
    if (trouble.length > 0) throw new Error(trouble.join('\n'));
    const inHosts =
      closed.hosts.kind === 'untouched' ? 'every byte as before' : 'our lines are gone; others changed it';
    return {
      value: undefined,
      facts: { ...cleanup, namespace },
      lines: [
        value(hostsFile, inHosts),
        value('processes', 'none left'),
        value('ports', 'free again'),
        ...(namespace === null ? [] : [value('network', `the namespace ${namespace} is gone`)]),
      ],
    };
  };
  await tell.step('cleanup', 'Everything is as it was before', close).catch(() => undefined);
  return cleanup;
}

/** The user wants to end. */
class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** The story, or what ends it from outside: whichever comes first. */
async function untilLost(stage: Stage, story: Promise<void>): Promise<void> {
  const { promise: lost, reject } = Promise.withResolvers<never>();
  const lose = () => reject(stage.signal.reason);
  stage.signal.addEventListener('abort', lose, { once: true });
  if (stage.signal.aborted) lose();
  try {
    await Promise.race([story, lost]);
  } finally {
    // The step it was in gets a moment to say that it failed; more than that nobody waits.
    await Promise.race([story.catch(() => undefined), sleep(lastWordsMs)]);
  }
}

/** When a program died, or the user ends it, a step fails because of that, whatever it noticed itself. */
function tellWhoIsToBlame(stage: Stage, tell: Teller, told: Set<unknown>): Teller {
  return {
    ...tell,
    step: (name, title, run) =>
      tell.step(name, title, async () => {
        try {
          return await run();
        } catch (error) {
          // A connection may be seen to break before the program at its other end is seen to be dead.
          if (!stage.signal.aborted) await sleep(lastWordsMs / 2);
          const why: unknown = stage.signal.aborted ? stage.signal.reason : error;
          told.add(why);
          throw why;
        }
      }),
  };
}

async function stayUp(stage: Stage, tell: Teller): Promise<void> {
  await ensureConsole().catch((error: unknown) => tell.note(`The console's pages could not be built: ${error}`));
  tell.chapter('It stays up. Try this in another terminal, in this folder:');
  tell.note(whatToTry(stage.places));
  await new Promise<never>((_resolve, reject) => {
    stage.signal.addEventListener('abort', () => reject(stage.signal.reason), { once: true });
    if (stage.signal.aborted) reject(stage.signal.reason);
  });
}
