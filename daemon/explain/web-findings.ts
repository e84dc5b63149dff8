// Says what is broken between a user's browser and the protected web applications; pure.

import type { Finding } from '../../shared/agent/agent-contract.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { UserCertificateState } from '../../shared/agent/user-certificate.ts';

/** Nothing where nothing on the web is protected: certificates and policies are only for that. */
export function webFindings(state: Pick<AgentState, 'web' | 'userCertificates'>): readonly Finding[] {
  const certificates = state.userCertificates.filter((each) => each.state !== 'none').map(certificateFinding);
  if (state.web.hosts.length === 0) return certificates;
  return [...certificates, browsers(state.web.policies)];
}

function certificateFinding({ osUser, state, serial, ends, ems, detail }: UserCertificateState): Finding {
  const check = `certificate of ${osUser}`;
  const which = serial === null ? 'none yet' : `${serial}, ends ${ends ?? 'unknown'}`;
  const isKnown = ['active', 'outdated', 'unknown'].includes(ems);
  const shown = `${which}, ${state}${isKnown ? '' : `; the EMS has it as ${ems}`}${detail === '' ? '' : `: ${detail}`}`;
  if (!isKnown)
    return {
      check,
      outcome: 'problem',
      detail: shown,
      next: 'The agent has the newer word; `stile session` gets a new one.',
    };
  if (state === 'installed') return { check, outcome: 'ok', detail: shown, next: '' };
  if (state === 'unknown' || state === 'requesting')
    return { check, outcome: 'warning', detail: shown, next: 'Let `stile session` run in the session of this user.' };
  return { check, outcome: 'warning', detail: shown, next: 'It goes on by itself once what is said is mended.' };
}

function browsers(policies: AgentState['web']['policies']): Finding {
  const check = 'browsers';
  const told = policies.filter(({ state }) => state === 'written').map(({ browser }) => browser);
  if (told.length > 0) return { check, outcome: 'ok', detail: `told: ${told.join(', ')}`, next: '' };
  const next = 'Install one of those that docs/browsers.md names, or see the warnings.';
  return { check, outcome: 'warning', detail: 'no browser is told of the protected web applications', next };
}
