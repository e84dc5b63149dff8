// Takes the pictures of the window, in light and dark, one window for each theme.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { siteName } from '../../../../shared/ids.ts';
import { newInvitationCode, writeInvitation } from '../../../../shared/node/invitation.ts';
import type { Theme } from '../../../../shared/shell/shell-settings.ts';
import { standingOf } from '../../../../shared/shell/standing.ts';
import { words as everyLanguage } from '../../../../shared/words/words.ts';
import { agentStateOf } from '../../../doubles/agent-states.ts';
import { type Desktop, launchWindow } from '../launch.ts';
import { moment } from './moment.ts';
import { type PictureRow, pictures } from './pages.ts';

const size = { width: 960, height: 680 };
const words = everyLanguage.en;

/** The files that were written. */
export async function takeWindowPictures(folder: string, theme: Exclude<Theme, 'system'>): Promise<readonly string[]> {
  const before = path.join(import.meta.dirname, 'fixed-world.mjs');
  await using desktop = await launchWindow({ state: 'not-enrolled', now: () => moment, before });
  const { page } = desktop;
  await page.clock.setFixedTime(moment);
  await page.setViewportSize(size);
  await page.evaluate(`stile.shell('changeSettings', { theme: '${theme}', language: 'en' })`);
  const files: string[] = [];
  for (const row of pictures) {
    await arrange(desktop, page, row);
    const file = path.join(folder, `${row.name}-${theme}.png`);
    await writeFile(file, await pictureAtRest(page));
    files.push(file);
  }
  return files;
}

async function arrange(
  { double }: Desktop,
  page: Page,
  { situation, page: shown, isInvited = false, why }: PictureRow,
): Promise<void> {
  // What stood open for the picture before.
  await page.keyboard.press('Escape');
  await page.evaluate("stile.shell('dismissInvitation', {})");
  const state = agentStateOf(situation, moment);
  double.become(state);
  const standing = standingOf({ link: { kind: 'connected', product: '', agent: state } });
  await page.getByRole('banner').getByText(words.standing.names[standing]).waitFor();
  const navigation = page.getByRole('navigation', { name: words.frame.navigation });
  await navigation.getByRole('button', { name: words.frame.pages[shown] }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (isInvited) {
    await page.evaluate(`stile.shell('readInvitation', { text: ${JSON.stringify(invitation())} })`);
    await page.getByText('ems.corp.test:8013').first().waitFor();
  }
  if (why !== undefined)
    await page
      .getByRole('button', { name: words.destinations.whyNamed(why) })
      .first()
      .click();
  // Nothing is focused or pointed at.
  await page.mouse.move(size.width - 1, size.height - 1);
  await page.evaluate('document.activeElement?.blur(); document.fonts.ready.then(() => undefined)');
}

/** What a page asks of the agent comes a little later: the picture counts when it does not change any more. */
async function pictureAtRest(page: Page): Promise<Buffer> {
  const take = () => page.screenshot({ animations: 'disabled', caret: 'hide' });
  let last = await take();
  for (;;) {
    await page.waitForTimeout(250);
    const next = await take();
    if (next.equals(last)) return next;
    last = next;
  }
}

function invitation(): string {
  const ca = 'b7e23ec29af22b0b4e41da31e868d57226121c84e1f1a5c0b7c2e9a0d4f5a6b7';
  const code = newInvitationCode();
  return writeInvitation({
    v: 1,
    role: 'device',
    ems: 'ems.corp.test:8013',
    site: siteName.parse('default'),
    code,
    ca,
    domains: ['corp.test'],
    needs: [],
  });
}
