// The page "Posture": every rule with what it came to, and every other fact.

import type { ReactNode } from 'react';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { Ago } from '../parts/ago.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { Recheck } from '../parts/recheck.tsx';
import { RuleRows } from '../parts/rule-rows.tsx';
import { Section } from '../parts/section.tsx';
import { Shown } from '../parts/shown.tsx';
import { useLanguage, useWords } from '../use-words.ts';
import { type FactRow, postureView } from '../views/posture.ts';

export function PosturePage({ agent }: { readonly agent: AgentState }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const view = postureView(agent, words, language);
  const { observedAt } = agent.posture;
  return (
    <Page title={words.frame.pages.posture} lead={words.posture.lead} actions={<Recheck agent={agent} />}>
      <Section
        title={words.posture.rules}
        drawing="posture"
        actions={
          <span className="quiet small">
            {view.rules.length === 0 ? null : `${words.posture.metCount(view.met, view.rules.length)} · `}
            {words.posture.observed} {observedAt === null ? words.posture.neverObserved : <Ago at={observedAt} />}
          </span>
        }
      >
        {view.rules.length === 0 ? (
          <Empty drawing="posture" title={words.posture.emptyTitle}>
            {words.posture.empty}
          </Empty>
        ) : (
          <RuleRows rows={view.rules} label={words.posture.rules} />
        )}
      </Section>
      {view.otherFacts.length === 0 ? null : <OtherFacts facts={view.otherFacts} />}
    </Page>
  );
}

function OtherFacts({ facts }: { readonly facts: readonly FactRow[] }): ReactNode {
  const { posture, verdicts } = useWords();
  return (
    <Section title={posture.facts}>
      <p className="quiet">{posture.factsLead}</p>
      <ul className="rows" aria-label={posture.facts}>
        {facts.map((fact) => (
          <li key={fact.key} className="row">
            <div className="row-head">
              <span className="row-title">
                <Shown text={fact.title} />
              </span>
              {fact.seenAt === null ? null : (
                <span className="quiet small">
                  {verdicts.seen} <Ago at={fact.seenAt} />
                </span>
              )}
            </div>
            <p className="quiet">
              <Shown text={fact.text} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
