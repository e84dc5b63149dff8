// Which of both colour schemes is shown.

import type { Theme } from '../../shared/shell/shell-settings.ts';

export function schemeOf(theme: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (theme !== 'system') return theme;
  return systemIsDark ? 'dark' : 'light';
}
