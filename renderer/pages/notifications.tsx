// The page "Notifications".

import type { ReactNode } from 'react';
import { Page } from '../parts/page.tsx';
import { useWords } from '../use-words.ts';

export function NotificationsPage(): ReactNode {
  const { frame } = useWords();
  return <Page title={frame.pages.notifications} />;
}
