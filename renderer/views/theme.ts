// Which of both colour schemes is shown.

import type { Theme } from '../../shared/shell/gui-state.ts';

export function schemeOf(theme: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (theme !== 'system') return theme;
  return systemIsDark ? 'dark' : 'light';
}
