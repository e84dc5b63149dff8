// Every page for everybody: by keyboard, for screen readers, dark and light, in both directions of text, and with very much on it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright';
import { goTo } from '../../../build/demo/stories/desktop/program.ts';
import { pageName } from '../../../shared/shell/gui-state.ts';
import { language } from '../../../shared/words/language.ts';
import { words } from '../../../shared/words/words.ts';
import { activityEntries } from '../../doubles/agent-example/activity.ts';
import { type AgentSituation, agentStateOf } from '../../doubles/agent-states.ts';
import { type Desktop, launchDesktop } from './launch.ts';
import { changeSettings, checkPage, fits, stands } from './look.ts';

const { en } = words;

describe('the pages', () => {
  let desktop: Desktop;
  let page: Page;
  before(async () => {
    desktop = await launchDesktop({ state: 'limited' });
    page = await desktop.window();
    await stands(page, 'limited');
    // Colours on their way from light to dark are neither.
    await page.emulateMedia({ reducedMotion: 'reduce' });
  });
  after(() => desktop[Symbol.asyncDispose]());

  for (const theme of ['light', 'dark'] as const)
    test(`keep nobody out: ${theme}`, async () => {
      await changeSettings(page, { theme });
      await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor();
      for (const name of pageName.options) {
        await goTo(page, name);
        await checkPage(page, `${name}, ${theme}`);
      }
    });

  test('show what the organisation manages as locked, and nobody changes it', async () => {
    const shell = { theme: 'dark', notices: false } as const;
    const managed = { settings: ['Theme', 'Notices'], source: 'a profile', shellPolicy: {}, shell };
    await goTo(page, 'settings');
    desktop.double.change({ managed });
    await page.getByText(en.settings.managed).nth(1).waitFor();
    const notices = page.getByRole('switch', { name: en.settings.behaviour.notices });
    assert.deepEqual([await notices.isDisabled(), await notices.isChecked()], [true, false]);
    assert.equal(await page.getByRole('switch', { name: en.settings.behaviour.startAtLogin }).isEnabled(), true);
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await checkPage(page, 'settings, managed');
    const refused = await page.evaluate("window.stile.shell('changeSettings', { notices: true })");
    assert.match(JSON.stringify(refused), /setting-managed/);
    desktop.double.change({ managed: { settings: [], source: null, shellPolicy: {}, shell: {} } });
    await page.getByText(en.settings.managed).first().waitFor({ state: 'detached' });
  });

  test('keep nobody out before the device is enrolled, and when it was put out', async () => {
    await goTo(page, 'overview');
    for (const situation of ['not-enrolled', 'blocked', 'offline', 'captive-portal', 'ems-unreachable'] as const) {
      desktop.double.become(agentStateOf(situation, new Date()));
      await page.getByText(en.standing.names[situation], { exact: true }).first().waitFor();
      await checkPage(page, situation);
    }
    desktop.double.become(agentStateOf('limited', new Date()));
    await stands(page, 'limited');
  });

  test('keep nobody out who has to sign in, waits for the browser or is signed in', async () => {
    const { signIn } = en;
    for (const [situation, text] of [
      ['sign-in-wanted', signIn.button],
      ['signing-in', signIn.cancel],
      ['signed-in', signIn.out],
    ] as const) {
      desktop.double.become(agentStateOf(situation, new Date()));
      await page.getByRole('button', { name: text, exact: true }).waitFor();
      await checkPage(page, situation);
    }
    await page.getByRole('button', { name: signIn.out, exact: true }).click();
    await page.getByRole('button', { name: signIn.button, exact: true }).waitFor();
    desktop.double.become(agentStateOf('limited', new Date()));
    await stands(page, 'limited');
  });

  test('fit a narrow window, and text that runs from right to left', async () => {
    await page.setViewportSize({ width: 480, height: 700 });
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate(`document.documentElement.dir = '${direction}'`);
      for (const name of pageName.options) {
        await goTo(page, name);
        await fits(page, `${name}, ${direction}`);
      }
    }
    await page.evaluate("document.documentElement.dir = 'ltr'");
    await page.setViewportSize({ width: 960, height: 680 });
  });

  test('speak every language there is, and fit', async () => {
    for (const each of language.options) {
      await changeSettings(page, { language: each });
      await page.locator(`html[lang="${each}"]`).waitFor();
      for (const name of pageName.options) {
        await goTo(page, name, words[each]);
        await fits(page, `${name}, ${each}`);
      }
    }
    await changeSettings(page, { language: 'en' });
    await page.locator('html[lang="en"]').waitFor();
  });

  test('are all reached and used by keyboard alone', async () => {
    for (const [at, name] of pageName.options.entries()) {
      await page.keyboard.press(`Control+${at + 1}`);
      await page.locator('nav [aria-current="page"]').getByText(en.frame.pages[name], { exact: true }).waitFor();
      const focused: unknown = await page.evaluate('document.activeElement.tagName');
      assert.equal(focused, 'H1', `${name}: its heading has the focus`);
    }
    await page.keyboard.press('Control+3');
    await tabTo(page, en.verdicts.check);
    const checked = desktop.double.called.filter(({ command }) => command === 'recheck').length;
    await page.keyboard.press('Enter');
    await page.waitForFunction(`document.activeElement !== null`);
    while (desktop.double.called.filter(({ command }) => command === 'recheck').length === checked)
      await page.waitForTimeout(20);
  });

  test('show a thousand destinations, and find one of them', async () => {
    await become('1000-destinations');
    await goTo(page, 'destinations');
    await page
      .getByText(/of 1,000 destinations|1,000 destinations/)
      .first()
      .waitFor();
    await page.getByLabel(en.destinations.filter).fill('service-777');
    await page.getByText('service-777.corp.test').first().waitFor();
    assert.equal(await page.getByText('service-1.corp.test').count(), 0);
    await checkPage(page, 'a thousand destinations');
  });

  test('show ten thousand connections, and find one of them', async () => {
    desktop.double.answers.activity = activityEntries(10_000, new Date());
    await goTo(page, 'activity');
    await page
      .getByText(/10,000/)
      .first()
      .waitFor();
    await checkPage(page, 'ten thousand connections');
  });

  test('and had nothing to complain of', () => assert.deepEqual(desktop.complaints, []));

  async function become(situation: AgentSituation): Promise<void> {
    desktop.double.become(agentStateOf(situation, new Date()));
  }
});

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement.textContent.trim()')) === name) return;
  }
  assert.fail(`Tab does not come to ${name}`);
}
