// What stands in place of a page that needs the agent while there is none to ask.

import type { ReactNode } from 'react';
import type { LinkState } from '../../shared/shell/gui-state.ts';
import { standingOf } from '../../shared/shell/standing.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Hero } from '../parts/hero.tsx';
import { useWords } from '../use-words.ts';
import { linkText } from '../views/link.ts';
import { toneOfStanding } from '../views/tone.ts';

export function LinkPage({ link }: { readonly link: Exclude<LinkState, { kind: 'connected' }> }): ReactNode {
  const words = useWords();
  const standing = standingOf({ link });
  const text = linkText(link, words);
  return (
    <div className="page">
      <Hero
        tone={toneOfStanding[standing]}
        sentence={words.standing.sentences[standing]}
        advice={words.standing.advice[standing]}
      >
        {text === null ? null : <p>{text}</p>}
      </Hero>
      {'failure' in link ? <ErrorNotice title={words.frame.link.found} error={link.failure} /> : null}
    </div>
  );
}
