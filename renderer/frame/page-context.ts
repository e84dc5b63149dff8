// Which page is shown, and the way to another, for every part that leads somewhere.

import { createContext, useContext, useEffect, useState } from 'react';
import type { GuiState, PageName } from '../../shared/shell/gui-state.ts';
import { useGui } from '../shell.ts';
import { calledPage, pageOfKey, pagesOf, shownPage } from '../views/pages.ts';

export interface Pages {
  readonly all: readonly PageName[];
  readonly shown: PageName;
  readonly go: (page: PageName) => void;
}

export const PagesContext = createContext<Pages | null>(null);

export function usePages(): Pages {
  const pages = useContext(PagesContext);
  if (pages === null) throw new Error('this part stands outside of the window');
  return pages;
}

/** Follows clicks, keys, and what tray, notices and invitations call for. */
export function usePageChoice(): Pages {
  const gui = useGui();
  const [asked, setAsked] = useState<PageName>(() => calledPage(null, gui) ?? 'overview');
  const [before, setBefore] = useState<GuiState>(gui);
  if (before !== gui) {
    setBefore(gui);
    const called = calledPage(before, gui);
    if (called !== null) setAsked(called);
  }

  const isMac = gui.about.platform === 'darwin';
  const all = pagesOf(gui);
  useEffect(() => {
    function hear(event: KeyboardEvent): void {
      const page = pageOfKey(event, all, isMac);
      if (page === null) return;
      event.preventDefault();
      setAsked(page);
    }
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, [all, isMac]);

  return { all, shown: shownPage(gui, asked), go: setAsked };
}
