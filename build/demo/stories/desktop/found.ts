// What the summary says of the story `desktop`.

import { pageName } from '../../../../shared/shell/gui-state.ts';
import type { Found, Outcome } from '../../summary.ts';

export function foundOnTheDesktop({ uid, desktop, postureLoss, recovery }: Outcome): Found {
  const pages = pageName.options.length;
  const isAll =
    uid !== null &&
    desktop !== null &&
    desktop.pictures.length >= 2 * pages &&
    desktop.violations.length === 0 &&
    desktop.firstPaintMs !== null &&
    desktop.rendererProcessesAfterClose === 0 &&
    postureLoss !== null &&
    recovery !== null;
  const facts = {
    runtime: desktop?.runtime ?? null,
    pages: desktop === null ? 0 : Math.min(pages, Math.floor(desktop.pictures.length / 2)),
    screenshots: desktop?.pictures ?? [],
    axeViolations: desktop?.violations.length ?? null,
    firstPaintMs: desktop?.firstPaintMs ?? null,
    rendererProcessesAfterClose: desktop?.rendererProcessesAfterClose ?? null,
    shellMiB: desktop?.shellMiB ?? null,
    postureLoss,
    recovery,
  };
  const rows: [string, string][] = [
    ['runtime', desktop?.runtime ?? 'was not started'],
    ['pages', `${facts.pages}, in the light and in the dark`],
    ['axe', facts.axeViolations === 0 ? 'no violation' : `${facts.axeViolations} violations`],
    ['first paint', `${facts.firstPaintMs} ms`],
    [
      'memory',
      desktop?.shellMiB == null
        ? 'not measured'
        : `${desktop.shellMiB.open} MiB open, ${desktop.shellMiB.closed} MiB closed`,
    ],
    ['pictures', desktop?.pictures[0] === undefined ? 'none' : desktop.pictures[0].replace(/[^/\\]+$/, '')],
  ];
  return { isAll, facts, rows };
}
