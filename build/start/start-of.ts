// Works out how a runtime is started on this desktop, and what its user should know; pure.

import type { Runtime } from './find-runtime.ts';

export interface Start {
  readonly switches: readonly string[];
  readonly remarks: readonly string[];
}

export function startOf(
  { kind }: Pick<Runtime, 'kind'>,
  environment: Readonly<Record<string, string | undefined>>,
  isRoot: boolean,
): Start {
  const hasDesktop = [environment.DISPLAY, environment.WAYLAND_DISPLAY].some((each) => (each ?? '') !== '');
  // Chromium's sandbox refuses root; the stand-in takes care of that itself.
  const switches = kind === 'electron' && isRoot ? ['--no-sandbox'] : [];
  const unseen =
    kind === 'stand-in'
      ? 'there is no desktop here (DISPLAY is not set): the app runs where nobody sees it; Ctrl-C ends it'
      : 'there is no desktop here (DISPLAY is not set): Electron will not open a window';
  return { switches, remarks: hasDesktop ? [] : [unseen] };
}
