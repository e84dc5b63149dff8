// How an enrolled device stands: one sentence, what to do, and what it is made of.

import type { ReactNode } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { Icon } from '../../frame/icons.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useGui } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { warningViews } from '../../views/overview.ts';
import { CertificateCard, EmsCard, type Enrolled, NetworkCard, TagsCard } from './cards.tsx';
import { Disconnect } from './disconnecting.tsx';
import { PersonLine } from './person-line.tsx';
import { SignInCard } from './sign-in-card.tsx';
import { StandingHero } from './standing-hero.tsx';
import { TrafficCard } from './traffic-card.tsx';

export function StandingPage({
  agent,
  enrolled,
}: {
  readonly agent: AgentState;
  readonly enrolled: Enrolled;
}): ReactNode {
  const gui = useGui();
  return (
    <div className="page">
      <PersonLine person={gui.person} />
      <StandingHero gui={gui} agent={agent} />
      <Warnings agent={agent} />
      <div className="cards">
        <SignInCard gui={gui} agent={agent} />
        <TagsCard agent={agent} />
        <EmsCard agent={agent} enrolled={enrolled} />
        <CertificateCard enrolled={enrolled} />
        <NetworkCard agent={agent} />
      </div>
      <TrafficCard />
      <Disconnect agent={agent} />
    </div>
  );
}

function Warnings({ agent }: { readonly agent: AgentState }): ReactNode {
  const words = useWords();
  const views = warningViews(agent, words);
  if (views.length === 0) return null;
  return (
    <section aria-label={words.overview.warnings}>
      <ul className="stack">
        {views.map((view) => (
          <li key={view.key} className="notice" data-tone={view.tone}>
            <Icon drawing="warning" />
            <div>
              <p className="notice-title">{view.severity}</p>
              <p>
                <Shown text={view.text} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
