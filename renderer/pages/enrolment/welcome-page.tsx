// What a device that belongs to nobody shows: a place for the invitation, and where one comes from.

import type { ReactNode } from 'react';
import type { Failure } from '../../../shared/agent/failure.ts';
import { Logo } from '../../frame/icons.tsx';
import { Page } from '../../parts/page.tsx';
import { useWords } from '../../use-words.ts';
import { FailureNotice } from './failure-notice.tsx';
import { InvitationField } from './invitation-field.tsx';

export function WelcomePage({ lastFailure }: { readonly lastFailure: Failure | null }): ReactNode {
  const { enrolment } = useWords();
  return (
    <div className="welcome">
      <Logo size={56} />
      <Page title={enrolment.welcome} lead={enrolment.welcomeLead}>
        {lastFailure === null ? null : <FailureNotice failure={lastFailure} title={enrolment.lastFailure} />}
        <section className="card">
          <InvitationField />
        </section>
        <section className="aside">
          <h2>{enrolment.howTitle}</h2>
          <p className="quiet">{enrolment.how}</p>
        </section>
      </Page>
    </div>
  );
}
