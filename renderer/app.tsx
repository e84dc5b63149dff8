// The whole window: its look, its words, and the page that the state and the user choose.

import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import type { StileBridge } from '../shared/shell/shell-contract.ts';
import { Boundary } from './frame/boundary.tsx';
import { Navigation } from './frame/navigation.tsx';
import { PagesContext, usePageChoice } from './frame/page-context.ts';
import { Themed } from './frame/theme.tsx';
import { CurrentPage } from './pages/current-page.tsx';
import { ErrorNotice } from './parts/error-notice.tsx';
import { headingId, Page } from './parts/page.tsx';
import { ShellContext, useGui, useGuiOrNothing } from './shell.ts';
import type { Store } from './store.ts';
import { useLanguage, useWords } from './use-words.ts';
import { placeOf } from './views/pages.ts';

export function App(props: { readonly bridge: StileBridge; readonly store: Store }): ReactNode {
  return (
    <ShellContext value={props}>
      <Themed>
        <WindowOnceTold />
      </Themed>
    </ShellContext>
  );
}

/** Nothing is shown until there is a state, which comes before anybody could read what stood there. */
function WindowOnceTold(): ReactNode {
  return useGuiOrNothing() === null ? null : <Window />;
}

function Window(): ReactNode {
  const { frame } = useWords();
  const language = useLanguage();
  const pages = usePageChoice();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.title = `${frame.pages[pages.shown]} – ${frame.product}`;
  }, [frame, pages.shown]);
  useFocusOnHeading(placeOf(useGui(), pages.shown));

  return (
    <PagesContext value={pages}>
      <a className="skip" href={`#${headingId}`} onClick={skip}>
        {frame.skip}
      </a>
      <div className="window">
        <Navigation />
        <main className="main">
          <Boundary key={pages.shown} instead={(error) => <BrokenPage error={error} />}>
            <CurrentPage page={pages.shown} />
          </Boundary>
        </main>
      </div>
    </PagesContext>
  );
}

function BrokenPage({ error }: { readonly error: unknown }): ReactNode {
  const { frame } = useWords();
  return (
    <Page title={frame.brokenTitle}>
      <ErrorNotice error={{ code: 'command-failed', message: String(error), next: frame.brokenNext }} />
    </Page>
  );
}

/** Whoever opens a page, or is asked something, goes on from its heading; the first page of a window takes no focus from anybody. */
function useFocusOnHeading(place: string): void {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    window.scrollTo(0, 0);
    focusHeading();
  }, [place]);
}

function skip(event: MouseEvent): void {
  event.preventDefault();
  focusHeading();
}

function focusHeading(): void {
  document.getElementById(headingId)?.focus();
}
