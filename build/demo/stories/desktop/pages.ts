// Walks through every page, in the light and in the dark, takes a picture of each, and has axe look at it.

import { pageName } from '../../../../shared/shell/gui-state.ts';
import { value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { type Desktop, goTo, openWindow, takePicture } from './program.ts';
import { violationsOf } from './violations.ts';

export async function tellPages({ tell, outcome }: StoryWorld, shell: Desktop): Promise<void> {
  for (const theme of ['light', 'dark'] as const)
    await tell.step(`pages-${theme}`, `Eight pages, ${theme}`, async () => {
      const page = await openWindow(shell);
      await page.evaluate(`window.stile.shell('changeSettings', { theme: '${theme}' })`);
      await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor();
      const found: string[] = [];
      for (const name of pageName.options) {
        await goTo(page, name);
        outcome.desktop?.pictures.push(await takePicture(page, `${name}-${theme}`));
        found.push(...(await violationsOf(page)).map((violation) => `${name}: ${violation}`));
      }
      if (outcome.desktop !== null) outcome.desktop.violations.push(...found);
      return {
        value: undefined,
        facts: { pages: pageName.options.length, violations: found },
        lines: [
          value('pages', pageName.options.join(', ')),
          value('axe', found.length === 0 ? 'no violation' : found.join('\n')),
        ],
      };
    });
}
