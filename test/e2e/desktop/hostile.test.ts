// Enemies of the window: a daemon that tells scripts, links that ask for more, a page that calls what it may not.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright';
import { goTo } from '../../../build/demo/stories/desktop/program.ts';
import { pageName } from '../../../shared/shell/gui-state.ts';
import { agentCommandsOfPages } from '../../../shared/shell/shell-contract.ts';
import { words } from '../../../shared/words/words.ts';
import { agentStateOf } from '../../doubles/agent-states.ts';
import { type Desktop, launchDesktop } from './launch.ts';
import { fits, stands } from './look.ts';

const { en } = words;

describe('enemies of the window', () => {
  let desktop: Desktop;
  let page: Page;
  before(async () => {
    desktop = await launchDesktop({ state: 'hostile' });
    page = await desktop.window();
    await page.getByRole('navigation').waitFor();
  });
  after(() => desktop[Symbol.asyncDispose]());

  for (const name of pageName.options)
    test(`whatever the daemon writes is text, and breaks nothing: ${name}`, async () => {
      await goTo(page, name);
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.equal(await page.locator('main img[src="x"], main script, main iframe').count(), 0);
      assert.notEqual(await page.title(), 'taken');
      // What turns text around would turn what stands beside it, too.
      assert.doesNotMatch((await page.getByRole('main').textContent()) ?? '', /[\u202A-\u202E\u2066-\u2069\u200B]/);
      await fits(page, name);
    });

  const links: readonly (readonly [what: string, link: string])[] = [
    ['another host', 'stile://run?invitation=stile1.aaaa.bbbb'],
    ['a second parameter', 'stile://enroll?invitation=stile1.aaaa.bbbb&then=run'],
    ['a command', 'stile://enroll?invitation=$(touch /tmp/taken)'],
    ['a switch', 'stile://enroll?invitation=x --inspect=9229'],
    ['no invitation', 'stile://enroll'],
    ['nonsense', 'stile://enroll?invitation=stile1.%00.x'],
  ];
  for (const [what, link] of links)
    test(`a link with ${what}: a refusal is shown, and nothing else happens`, async () => {
      desktop.double.become(agentStateOf('not-enrolled', new Date()));
      const before = desktop.double.called.filter(({ command }) => command !== 'traffic').length;
      await desktop.startAgain([link]);
      await page.getByRole('heading', { name: en.enrolment.unreadTitle }).waitFor();
      assert.equal(desktop.double.called.filter(({ command }) => command === 'enroll').length, 0);
      assert.ok(desktop.double.called.filter(({ command }) => command !== 'traffic').length - before <= 1);
      await page.getByRole('button', { name: en.enrolment.tryAgain }).click();
      await page.getByRole('heading', { name: en.enrolment.welcome }).waitFor();
    });

  test('a page that was taken over has the two clients and the subscription', async () => {
    const seen = await page.evaluate(`({
      keys: Object.keys(window.stile),
      frozen: Object.isFrozen(window.stile) && !Reflect.set(window, 'stile', 1),
    })`);
    assert.deepEqual(seen, { keys: ['agent', 'shell', 'onGui'], frozen: true });
  });

  const forbidden = [
    'enroll',
    'inspectInvitation',
    'userCertificate',
    'tellStore',
    'constructor',
    '__proto__',
    'hasOwnProperty',
    '',
    'stile:shell',
  ];
  for (const name of forbidden)
    test(`it cannot have the daemon do: ${name || 'nothing'}`, async () => {
      const before = desktop.double.called.filter(({ command }) => command === name).length;
      const answer = (await page.evaluate(`window.stile.agent(${JSON.stringify(name)}, {})`)) as {
        readonly ok: boolean;
      };
      assert.equal(answer.ok, false);
      assert.equal(desktop.double.called.filter(({ command }) => command === name).length, before);
      assert.ok(!agentCommandsOfPages.some((each) => each === name));
    });

  const calls: readonly (readonly [what: string, call: string])[] = [
    ['open what is not on the list', "shell('open', { destination: 'evil.test:22', with: 'ssh' })"],
    ['open a switch', "shell('open', { destination: '-oProxyCommand=x:22', with: 'ssh' })"],
    ['open with a program of its own', "shell('open', { destination: 'crm.corp.test:443', with: '/bin/sh' })"],
    ['accept what nobody was asked', `shell('acceptInvitation', { fabricCa: '${'a'.repeat(64)}' })`],
    ['save to a place of its own', "shell('save', { suggestedName: '../../.bashrc', text: 'x' })"],
    ['say more than is asked', "shell('copy', { text: 'x', then: 'run' })"],
    ['copy without end', "shell('copy', { text: 'x'.repeat(10_000) })"],
    ['change what is no setting', "shell('changeSettings', { allowedEms: [] })"],
    ['come without anything', 'shell()'],
    ['call a function of the table', "shell('toString', {})"],
  ];
  for (const [what, call] of calls)
    test(`it cannot ${what}`, async () => {
      const answer = (await page.evaluate(`window.stile.${call}`)) as { readonly ok: boolean };
      assert.equal(answer.ok, false);
    });

  test('and the window still works', async () => {
    desktop.double.become(agentStateOf('protected', new Date()));
    await goTo(page, 'overview');
    await stands(page, 'protected');
  });
});
