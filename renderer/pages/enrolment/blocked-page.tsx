// That the organisation has withdrawn this device, and how it could come back.

import type { ReactNode } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { shownText } from '../../../shared/shell/shown-text.ts';
import { Ago } from '../../parts/ago.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Hero } from '../../parts/hero.tsx';
import { useWords } from '../../use-words.ts';
import { InvitationField } from './invitation-field.tsx';

export function BlockedPage(props: {
  readonly withdrawn: Extract<AgentState['enrollment'], { kind: 'withdrawn' }>;
}): ReactNode {
  const { enrolment } = useWords();
  const { ems, at, failure } = props.withdrawn;
  return (
    <div className="page">
      <Hero tone="bad" sentence={enrolment.blockedTitle} advice={enrolment.blockedLead(shownText(ems))}>
        <p>{enrolment.blockedNext}</p>
      </Hero>
      <ErrorNotice
        error={failure}
        title={
          <>
            {enrolment.blockedWhen} <Ago at={at} />
          </>
        }
      />
      <section className="card">
        <InvitationField />
      </section>
    </div>
  );
}
