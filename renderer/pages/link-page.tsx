// What stands in place of a page that needs the agent while there is none to ask.

import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { LinkState } from '../../shared/shell/gui-state.ts';
import { standingOf } from '../../shared/shell/standing.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Dot } from '../parts/mark.tsx';
import { Page } from '../parts/page.tsx';
import { useWords } from '../use-words.ts';
import { toneOfStanding } from '../views/tone.ts';

export type LinkWithoutAgent = Exclude<LinkState, { kind: 'connected' }>;

export function LinkPage({ link }: { readonly link: LinkWithoutAgent }): ReactNode {
  const words = useWords().frame.link;
  const standing = standingOf({ link });
  function page(title: string, text: string, more: ReactNode = null): ReactNode {
    return (
      <Page
        title={
          <span className="titled">
            <Dot tone={toneOfStanding[standing]} size={18} />
            {title}
          </span>
        }
        lead={text}
      >
        {more}
      </Page>
    );
  }
  switch (link.kind) {
    case 'connecting':
      return standing === 'connecting'
        ? page(words.connecting.title, words.connecting.text)
        : page(words.gone.title, words.gone.text, <p className="strong">{words.gone.next}</p>);
    case 'stopping':
      return page(words.stopping.title, words.stopping.text);
    case 'refused':
      return page(
        words.refused.title,
        words.refused.text,
        <>
          <p className="strong">{words.refused.next}</p>
          <ErrorNotice error={link.failure} />
        </>,
      );
    case 'incompatible':
      return page(
        words.incompatible.title,
        words.incompatible.text,
        <>
          <p className="strong">{words.incompatible.next}</p>
          <ErrorNotice error={link.failure} />
        </>,
      );
    default:
      return assertNever(link);
  }
}
