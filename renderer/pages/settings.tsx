// The page "Settings".

import type { ReactNode } from 'react';
import { Page } from '../parts/page.tsx';
import { useWords } from '../use-words.ts';

export function SettingsPage(): ReactNode {
  const { frame } = useWords();
  return <Page title={frame.pages.settings} />;
}
