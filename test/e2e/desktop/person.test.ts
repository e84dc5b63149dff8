// A person with the desktop app: enrolls by a link, loses access, learns why, gets it back; the daemon may come and go.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright';
import { goTo } from '../../../build/demo/stories/desktop/program.ts';
import { runtimeText } from '../../../build/start/find-runtime.ts';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import { readableFingerprint } from '../../../shared/identity/fingerprint.ts';
import { invitationLink } from '../../../shared/invitation/invitation.ts';
import { newInvitationCode, writeInvitation } from '../../../shared/node/invitation.ts';
import { words } from '../../../shared/words/words.ts';
import { agentStateOf } from '../../doubles/agent-states.ts';
import { type Desktop, launchDesktop } from './launch.ts';
import { stands } from './look.ts';

const { en } = words;
const ca = '0123456789abcdef'.repeat(4);
const invitationTo = (ems: string) =>
  writeInvitation({
    v: 1,
    role: 'device',
    ems,
    site: 'default' as never,
    code: newInvitationCode(),
    ca: ca as never,
    domains: ['corp.test'],
    needs: [],
  });

describe('a person with the desktop app', () => {
  let desktop: Desktop;
  let page: Page;
  before(async () => {
    desktop = await launchDesktop({ state: 'not-enrolled' });
    page = await desktop.window();
  });
  after(() => desktop[Symbol.asyncDispose]());
  const commands = () => desktop.double.called.map(({ command }) => command);

  test('which runtime it is', (context) => {
    context.diagnostic(`runs on ${runtimeText(desktop.runtime)}`);
  });

  test('is welcomed, and told what is missing', async () => {
    await page.getByRole('heading', { name: en.enrolment.welcome }).waitFor();
  });

  test('opens a link: the window says whose it is, and nothing happens before the answer', async () => {
    await desktop.startAgain([invitationLink(invitationTo('ems.corp.test:8013'))]);
    await page.getByRole('heading', { name: en.enrolment.question('ems.corp.test:8013') }).waitFor();
    const shown = ((await page.getByRole('main').textContent()) ?? '').replaceAll(/\s/g, '').toLowerCase();
    assert.ok(shown.includes(readableFingerprint(ca).replaceAll(' ', '').toLowerCase()));
    assert.ok(shown.includes('corp.test'));
    assert.ok(!commands().includes('enroll'));
    // Nobody who only presses Enter enrolls.
    const focused: unknown = await page.evaluate('document.activeElement.textContent');
    assert.notEqual(focused, en.enrolment.enroll);
  });

  test('a second link does not take the place of the one that is asked about', async () => {
    await desktop.startAgain([invitationLink(invitationTo('evil.test:8013'))]);
    await page.getByRole('heading', { name: en.enrolment.question('ems.corp.test:8013') }).waitFor();
    assert.equal(await page.getByText('evil.test').count(), 0);
  });

  test('agrees: the device is enrolled, its tags appear', async () => {
    await page.getByRole('button', { name: en.enrolment.enroll, exact: true }).click();
    await stands(page, 'protected');
    await goTo(page, 'tags');
    await page.getByText('healthy', { exact: true }).first().waitFor();
    const enrolled = desktop.double.called.find(({ command }) => command === 'enroll');
    assert.deepEqual((enrolled?.params as { readonly consent: unknown } | undefined)?.consent, { fabricCa: ca });
  });

  test('opens a link again: it is refused, and the device stays where it is', async () => {
    const before = commands().filter((command) => command === 'enroll').length;
    await desktop.startAgain([invitationLink(invitationTo('evil.test:8013'))]);
    await page.getByText(en.enrolment.failures['already-enrolled'].what).waitFor();
    assert.equal(commands().filter((command) => command === 'enroll').length, before);
    await page.getByRole('button', { name: en.enrolment.back }).click();
    await goTo(page, 'overview');
    await stands(page, 'protected');
  });

  test('loses a tag: the page turns, and says which rule, which fact and what helps', async () => {
    desktop.double.become(agentStateOf('limited', new Date()));
    await stands(page, 'limited');
    const [reason] = desktop.double.state.tagReasons.filter(({ isHeld }) => !isHeld);
    const [rule] = reason?.rules ?? [];
    assert.ok(reason !== undefined && rule !== undefined);
    await goTo(page, 'tags');
    const main = page.getByRole('main');
    for (const text of [reason.tag, rule.title, rule.remedy]) await main.getByText(text).first().waitFor();
    await main.getByText(en.verdicts.names.unsatisfied).first().waitFor();
  });

  test('asks why a service is out of reach', async () => {
    await goTo(page, 'destinations');
    await page.getByRole('button', { name: en.destinations.whyNamed('Accounts desktop') }).click();
    const panel = page.getByRole('dialog');
    await panel.getByText(en.destinations.explanation.steps.remedy).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  test('puts it right: all is well again', async () => {
    await goTo(page, 'overview');
    desktop.double.become(agentStateOf('protected', new Date()));
    await stands(page, 'protected');
  });

  test('the daemon dies: nothing old is shown as if it held, and all is there again when it is back', async () => {
    await desktop.double.stop();
    await stands(page, 'agent-stopped');
    assert.equal(await page.getByText('healthy', { exact: true }).count(), 0);
    await desktop.double.start();
    await stands(page, 'protected');
  });

  test('the daemon is of another version: the window says so', async () => {
    await desktop.double.stop();
    await desktop.double.start(agentContract.version + 1);
    await stands(page, 'incompatible');
    await desktop.double.stop();
    await desktop.double.start();
    await stands(page, 'protected');
  });

  test('closes the window: the daemon keeps its link, and the app its place in the tray', async () => {
    const closed = page.waitForEvent('close');
    await desktop.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await closed;
    const opening = desktop.app.waitForEvent('window');
    await desktop.startAgain([]);
    page = await opening;
    await stands(page, 'protected');
  });

  test('and the pages had nothing to complain of', () => assert.deepEqual(desktop.complaints, []));
});
