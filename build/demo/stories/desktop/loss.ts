// Access is lost and comes back, as the window tells it: in a sentence, and with the rule, the fact and the remedy.

import { rmSync, writeFileSync } from 'node:fs';
import { standing as standingWords } from '../../../../shared/words/en/standing.ts';
import { names } from '../../stage/configuration.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { command, duration, value } from '../../tell.ts';
import { liveWebSocket } from '../path/client-programs.ts';
import { seeNames } from '../path/device.ts';
import { servicesOf } from '../path/services.ts';
import type { StoryWorld } from '../story.ts';
import { type Desktop, goTo, openWindow, takePicture } from './program.ts';

export async function tellLoss(
  world: StoryWorld,
  { agent, shell }: { readonly agent: WatchedAgent; readonly shell: Desktop },
): Promise<void> {
  const { tell } = world;
  await tell.step('names', 'The services have names here', () => seeNames(world, agent));
  await tell.step('loss', 'A file is gone that makes this device a managed one', () => lose(world, agent, shell));
  await tell.step('why', 'The app says which rule, which fact, and what to do', () => why(world, shell));
  await tell.step('recovery', 'The file is put back: all is well again', () => recover(world, shell));
}

async function lose({ stage, outcome }: StoryWorld, agent: WatchedAgent, shell: Desktop) {
  const { crm } = await servicesOf(agent);
  await using live = await liveWebSocket(crm);
  const page = await openWindow(shell);
  await goTo(page, 'overview');
  const removedAt = performance.now();
  rmSync(stage.places.marker);
  await page.getByRole('heading', { name: standingWords.sentences.limited }).waitFor();
  const shownAfterMs = Math.round(performance.now() - removedAt);
  const cutAt = await live.ended;
  outcome.postureLoss = { tag: names.managed, sessionCutAfterMs: Math.round(cutAt - removedAt), code: '065' };
  return {
    value: undefined,
    facts: { shownAfterMs, ...outcome.postureLoss },
    lines: [
      command(`rm ${stage.places.marker}`),
      value('cut after', duration(outcome.postureLoss.sessionCutAfterMs)),
      value('shown after', duration(shownAfterMs)),
    ],
  };
}

async function why({ outcome }: StoryWorld, shell: Desktop) {
  const page = await openWindow(shell);
  await goTo(page, 'tags');
  const told = page.getByRole('main');
  await told.getByText('The device is managed by corp.test').first().waitFor();
  await told.getByText('Put back the file').first().waitFor();
  outcome.desktop?.pictures.push(await takePicture(page, 'why'));
  return { value: undefined, lines: [value('rule', 'The device is managed by corp.test'), value('remedy', 'shown')] };
}

async function recover({ stage, outcome }: StoryWorld, shell: Desktop) {
  const page = await openWindow(shell);
  await goTo(page, 'overview');
  const restoredAt = performance.now();
  writeFileSync(stage.places.marker, 'this device is managed\n');
  await page.getByRole('heading', { name: standingWords.sentences.protected }).waitFor();
  const afterMs = Math.round(performance.now() - restoredAt);
  outcome.recovery = { afterMs };
  return {
    value: undefined,
    facts: { afterMs },
    lines: [command(`touch ${stage.places.marker}`), value('well again after', duration(afterMs))],
  };
}
