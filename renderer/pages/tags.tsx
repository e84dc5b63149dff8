// The page "Tags": which this device has, which it lacks, and why.

import type { ReactNode } from 'react';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { Icon } from '../frame/icons.tsx';
import { Empty } from '../parts/empty.tsx';
import { Mark } from '../parts/mark.tsx';
import { Page } from '../parts/page.tsx';
import { Recheck } from '../parts/recheck.tsx';
import { RuleRows } from '../parts/rule-rows.tsx';
import { Shown } from '../parts/shown.tsx';
import { useLanguage, useWords } from '../use-words.ts';
import { type TagView, tagViews } from '../views/tags.ts';

export function TagsPage({ agent }: { readonly agent: AgentState }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const views = tagViews(agent, words, language);
  return (
    <Page title={words.frame.pages.tags} lead={words.tags.lead} actions={<Recheck agent={agent} />}>
      {views.length === 0 ? (
        <section className="card">
          <Empty drawing="tags" title={words.tags.emptyTitle}>
            {words.tags.empty}
          </Empty>
        </section>
      ) : (
        <ul className="stack">
          {views.map((view) => (
            <li key={view.tag}>
              <TagCard view={view} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function TagCard({ view }: { readonly view: TagView }): ReactNode {
  const { tags } = useWords();
  return (
    <article className="card" aria-label={view.tag}>
      <div className="card-head">
        <h2>
          <Icon drawing="tags" size={18} />
          <Shown text={view.tag} />
        </h2>
        <Mark tone={view.isHeld ? 'good' : 'waiting'}>{view.isHeld ? tags.held : tags.missing}</Mark>
      </div>
      {view.message === null ? null : (
        <div className="notice" data-tone="waiting">
          <Icon drawing="invitation" />
          <div>
            <p className="notice-title">{tags.fromAdministrator}</p>
            <p>
              <Shown text={view.message} />
            </p>
          </div>
        </div>
      )}
      <p className="quiet">{view.because}</p>
      {view.rows.length === 0 ? null : <RuleRows rows={view.rows} label={view.because} />}
    </article>
  );
}
