// The look as the user chose it: light, dark, or as the system has it.

import { createTheme, MantineProvider } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useGuiOrNothing } from '../shell.ts';
import { schemeOf } from '../views/theme.ts';

const theme = createTheme({
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

export function Themed({ children }: { readonly children: ReactNode }): ReactNode {
  const gui = useGuiOrNothing();
  const isDark = useSyncExternalStore(watchSystem, systemIsDark);
  // No styles are made at run time: the content security policy takes none. They all stand in styles/.
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={schemeOf(gui?.settings.theme ?? 'system', isDark)}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  );
}

const darkQuery = '(prefers-color-scheme: dark)';

function systemIsDark(): boolean {
  return window.matchMedia(darkQuery).matches;
}

function watchSystem(changed: () => void): () => void {
  const query = window.matchMedia(darkQuery);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
