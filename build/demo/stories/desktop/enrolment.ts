// Enrolment as its user sees it: a link is opened, the app asks, and only after the answer anything happens.

import { invitationLink } from '../../../../shared/invitation/invitation.ts';
import { enrolment as enrolmentWords } from '../../../../shared/words/en/enrolment.ts';
import { standing as standingWords } from '../../../../shared/words/en/standing.ts';
import { names } from '../../stage/configuration.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { command, value } from '../../tell.ts';
import { inviteDevice } from '../path/device.ts';
import type { StoryWorld } from '../story.ts';
import { type Desktop, openWindow } from './program.ts';

/** Ends when the window says that all is well. */
export async function tellEnrolment(
  world: StoryWorld,
  parts: { readonly agent: WatchedAgent; readonly shell: Desktop; readonly tags: readonly string[] },
): Promise<void> {
  const { tell } = world;
  const { shell } = parts;
  const link = await tell.step('link', 'The administrator sends a link', () => makeLink(world));
  await tell.step('question', 'The link is opened: the app says whose it is, and asks', () => ask(world, shell, link));
  await tell.step('enroll', 'Its user agrees: the device enrolls, and gets its tags', () => agree(world, parts));
}

async function makeLink({ stage }: StoryWorld) {
  const made = await inviteDevice(stage);
  return {
    value: invitationLink(made.invitation),
    facts: { invitation: made.summary.id },
    lines: [value('link', 'stile://enroll?…')],
  };
}

async function ask({ stage }: StoryWorld, shell: Desktop, link: string) {
  await shell.again(link);
  const page = await openWindow(shell);
  const { fabricCa, listeners } = await (await stage.ems()).call('status', {}, stage.signal);
  await page.getByText(names.domain).first().waitFor();
  const shown = ((await page.textContent('main')) ?? '').replaceAll(/[\s:]/g, '').toLowerCase();
  if (!shown.includes(fabricCa)) throw new Error('the question does not show the fingerprint of the EMS');
  return {
    value: undefined,
    facts: { fabricCa, listeners },
    lines: [value('asks about', `${listeners.agent ?? ''}, ${names.domain}`)],
  };
}

async function agree(
  world: StoryWorld,
  { agent, shell, tags }: { readonly agent: WatchedAgent; readonly shell: Desktop; readonly tags: readonly string[] },
) {
  const page = await openWindow(shell);
  await page.getByRole('button', { name: enrolmentWords.enroll, exact: true }).click();
  const seen = await agent.until('the tags', (state) =>
    state.enrollment.kind === 'enrolled' && tags.every((tag) => state.tags.some((held) => held === tag))
      ? { uid: state.enrollment.uid, serial: state.enrollment.serial, tags: state.tags }
      : null,
  );
  Object.assign(world.outcome, seen);
  await page.getByRole('heading', { name: standingWords.sentences.protected }).waitFor();
  return {
    value: undefined,
    facts: seen,
    lines: [command(enrolmentWords.enroll), value('tags', seen.tags.join(', '))],
  };
}
