// Asks axe what keeps people with a keyboard or a screen reader out of a page.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';

const axe = path.resolve(import.meta.dirname, '../../../../node_modules/axe-core/axe.min.js');

/** Violations of WCAG 2.2 A and AA, each with where it is. By the protocol of the browser's tools: the page's own policy forbids it. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const isThere: unknown = await page.evaluate('typeof axe === "object"');
  if (isThere !== true) await page.evaluate(await readFile(axe, 'utf8'));
  const run = `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`;
  return (await page.evaluate(run)) as readonly string[];
}
