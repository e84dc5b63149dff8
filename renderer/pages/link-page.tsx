// What stands in place of a page that needs the agent while there is none to ask.

import type { ReactNode } from 'react';
import type { LinkState } from '../../shared/shell/gui-state.ts';
import { standingOf } from '../../shared/shell/standing.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Dot } from '../parts/mark.tsx';
import { Page } from '../parts/page.tsx';
import { useWords } from '../use-words.ts';
import { linkText } from '../views/link.ts';
import { toneOfStanding } from '../views/tone.ts';

export function LinkPage({ link }: { readonly link: Exclude<LinkState, { kind: 'connected' }> }): ReactNode {
  const words = useWords();
  const standing = standingOf({ link });
  const text = linkText(link, words);
  return (
    <Page
      title={
        <span className="titled">
          <Dot tone={toneOfStanding[standing]} size={18} />
          {words.standing.sentences[standing]}
        </span>
      }
      lead={words.standing.advice[standing]}
    >
      {text === null ? null : <p>{text}</p>}
      {'failure' in link ? <ErrorNotice title={words.frame.link.found} error={link.failure} /> : null}
    </Page>
  );
}
