// What becomes of an invitation: it is read, asked about, used or refused.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { InvitationState } from '../../../shared/shell/gui-state.ts';
import { useCall } from '../../call.ts';
import { Page } from '../../parts/page.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { EnrollingPage } from './enrolling-page.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { QuestionPage } from './question-page.tsx';

export function InvitationPage(props: { readonly invitation: Exclude<InvitationState, { kind: 'none' }> }): ReactNode {
  const { enrolment } = useWords();
  const { invitation } = props;
  switch (invitation.kind) {
    case 'reading':
      return <Page title={enrolment.reading} />;
    case 'asking':
      // Another invitation is another question: what was said to the one before counts no more.
      return <QuestionPage key={invitation.summary.fabricCa + invitation.summary.ems} summary={invitation.summary} />;
    case 'enrolling':
      return <EnrollingPage enrolling={{ kind: 'enrolling', ems: invitation.summary.ems, silent: null }} />;
    case 'refused':
      return <RefusedPage invitation={invitation} />;
    default:
      return assertNever(invitation);
  }
}

function RefusedPage(props: { readonly invitation: Extract<InvitationState, { kind: 'refused' }> }): ReactNode {
  const { enrolment } = useWords();
  const bridge = useBridge();
  const { run } = useCall(() => bridge.shell('dismissInvitation', {}));
  const { failure, summary } = props.invitation;
  return (
    <Page title={summary === null ? enrolment.unreadTitle : enrolment.refusedTitle}>
      <FailureNotice failure={failure} />
      <div className="actions">
        <Button onClick={() => void run()}>
          {failure.code === 'already-enrolled' ? enrolment.back : enrolment.tryAgain}
        </Button>
      </div>
    </Page>
  );
}
