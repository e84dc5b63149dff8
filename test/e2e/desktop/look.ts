// What tests of the window do and look at again and again.

import assert from 'node:assert/strict';
import type { Page } from 'playwright';
import { violationsOf } from '../../../build/demo/stories/desktop/violations.ts';
import type { Standing } from '../../../shared/shell/standing.ts';
import { words } from '../../../shared/words/words.ts';

/** Waits until the window's one sentence is the one for that. */
export async function stands(page: Page, standing: Standing): Promise<void> {
  await page.getByRole('heading', { level: 1, name: words.en.standing.sentences[standing] }).waitFor();
}

/** Nothing sticks out at the side, and axe has nothing to say. */
export async function checkPage(page: Page, what: string): Promise<void> {
  await fits(page, what);
  assert.deepEqual(await violationsOf(page), [], what);
}

export async function fits(page: Page, what: string): Promise<void> {
  const width = 'document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth';
  assert.equal(await page.evaluate(width), 0, `${what}: something sticks out at the side`);
}

export async function changeSettings(page: Page, settings: Readonly<Record<string, unknown>>): Promise<void> {
  assert.deepEqual(await page.evaluate(`window.stile.shell('changeSettings', ${JSON.stringify(settings)})`), {
    ok: true,
    value: {},
  });
}
