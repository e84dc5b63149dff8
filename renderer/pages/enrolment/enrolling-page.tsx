// That the device is being enrolled, and what happens meanwhile.

import type { ReactNode } from 'react';
import { shownText } from '../../../shared/shell/shown-text.ts';
import { Page } from '../../parts/page.tsx';
import { useWords } from '../../use-words.ts';

export function EnrollingPage({ ems }: { readonly ems: string }): ReactNode {
  const { enrolment } = useWords();
  return (
    <Page title={enrolment.enrolling(shownText(ems))} lead={enrolment.enrollingLead}>
      <section className="card">
        <div className="progress" role="progressbar" aria-label={enrolment.enrolling(shownText(ems))}>
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
