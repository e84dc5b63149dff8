// What tests of the window do and look at again and again.

import assert from 'node:assert/strict';
import type { Page } from 'playwright';
import { violationsOf } from '../../../build/demo/stories/desktop/violations.ts';
import type { PageName } from '../../../shared/shell/gui-state.ts';
import type { Standing } from '../../../shared/shell/standing.ts';
import { type Words, words } from '../../../shared/words/words.ts';

/** By the rail, as a person does. */
export async function goTo(page: Page, name: PageName, { frame }: Words = words.en): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: frame.pages[name] }).click();
  await page.locator('nav [aria-current="page"]').getByText(frame.pages[name], { exact: true }).waitFor();
}

/** Waits until the window's one sentence is the one for that. */
export async function stands(page: Page, standing: Standing): Promise<void> {
  await page.getByRole('heading', { level: 1, name: words.en.standing.sentences[standing] }).waitFor();
}

/** With the whole width in sight: nothing sticks out at the side, and axe has nothing to say. */
export async function checkPage(page: Page, what: string): Promise<void> {
  const width = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';
  assert.equal(await page.evaluate(width), 0, `${what}: something sticks out at the side`);
  assert.deepEqual(await violationsOf(page), [], what);
}

export async function changeSettings(page: Page, settings: Readonly<Record<string, unknown>>): Promise<void> {
  assert.deepEqual(await page.evaluate(`window.stile.shell('changeSettings', ${JSON.stringify(settings)})`), {
    ok: true,
    value: {},
  });
}
