// The page "Overview": as the device belongs to somebody, is asked to, or belongs to nobody.

import type { ReactNode } from 'react';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { useGui } from '../shell.ts';
import { BlockedPage } from './enrolment/blocked-page.tsx';
import { EnrollingPage } from './enrolment/enrolling-page.tsx';
import { InvitationPage } from './enrolment/invitation-page.tsx';
import { WelcomePage } from './enrolment/welcome-page.tsx';
import { StandingPage } from './overview/standing-page.tsx';

export function OverviewPage({ agent }: { readonly agent: AgentState }): ReactNode {
  const { invitation } = useGui();
  const { enrollment } = agent;
  // A question stands before everything else, whoever the device belongs to.
  if (invitation.kind !== 'none') return <InvitationPage invitation={invitation} />;
  switch (enrollment.kind) {
    case 'none':
      return <WelcomePage lastFailure={enrollment.lastFailure} />;
    case 'enrolling':
      return <EnrollingPage enrolling={enrollment} />;
    case 'withdrawn':
      return <BlockedPage withdrawn={enrollment} />;
    case 'enrolled':
      return <StandingPage agent={agent} enrolled={enrollment} />;
    default:
      return assertNever(enrollment);
  }
}
