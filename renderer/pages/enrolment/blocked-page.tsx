// That the organisation has withdrawn this device, and how it could come back.

import type { ReactNode } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { shownText } from '../../../shared/shell/shown-text.ts';
import { Ago } from '../../parts/ago.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Page } from '../../parts/page.tsx';
import { useWords } from '../../use-words.ts';
import { InvitationField } from './invitation-field.tsx';

export function BlockedPage(props: {
  readonly withdrawn: Extract<AgentState['enrollment'], { kind: 'withdrawn' }>;
}): ReactNode {
  const { enrolment } = useWords();
  const { ems, at, failure } = props.withdrawn;
  return (
    <Page title={enrolment.blockedTitle} lead={enrolment.blockedLead(shownText(ems))}>
      <ErrorNotice
        error={failure}
        title={
          <>
            {enrolment.blockedWhen} <Ago at={at} />
          </>
        }
      />
      <p>{enrolment.blockedNext}</p>
      <section className="card">
        <InvitationField />
      </section>
    </Page>
  );
}
