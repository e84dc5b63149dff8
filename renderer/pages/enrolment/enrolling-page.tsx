// That the device is being enrolled, by a person or by its organisation, and what happens meanwhile.

import type { ReactNode } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { shownText } from '../../../shared/shell/shown-text.ts';
import { Page } from '../../parts/page.tsx';
import { useWords } from '../../use-words.ts';
import { FailureNotice } from './failure-notice.tsx';

type Enrolling = Extract<AgentState['enrollment'], { kind: 'enrolling' }>;

export function EnrollingPage({ enrolling }: { readonly enrolling: Enrolling }): ReactNode {
  const { enrolment } = useWords();
  const { silent } = enrolling;
  const ems = shownText(enrolling.ems);
  if (silent !== null)
    return (
      <Page title={enrolment.silent(ems)} lead={enrolment.silentLead}>
        {silent.lastFailure === null ? null : (
          <FailureNotice failure={silent.lastFailure} title={enrolment.silentWaiting} />
        )}
      </Page>
    );
  return (
    <Page title={enrolment.enrolling(ems)} lead={enrolment.enrollingLead}>
      <section className="card">
        <div className="progress" role="progressbar" aria-label={enrolment.enrolling(ems)}>
          <span />
        </div>
        <ol className="steps">
          {enrolment.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
    </Page>
  );
}
