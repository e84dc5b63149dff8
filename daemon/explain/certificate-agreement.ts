// Compares what agent, EMS and gateways hold of this device's certificate, and names who is stale; no clock, no I/O.

import type { Finding } from '../../shared/agent/agent-contract.ts';
import { assertNever } from '../../shared/assert-never.ts';

/** The certificate that the agent shows. */
export interface OwnCertificate {
  readonly serial: string;
  readonly sha256: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

export interface HeldRecord {
  readonly sha256: string;
  readonly kind: string;
  readonly state: string;
}

export type EmsAnswer =
  | {
      readonly kind: 'answered';
      readonly certificates: readonly (HeldRecord & { readonly serial: string; readonly notAfter: string })[];
    }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'silent' };

export type GatewayAnswer =
  | { readonly kind: 'answered'; readonly certificates: readonly HeldRecord[] }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'silent' };

export type Party = 'agent' | 'EMS' | 'gateway';

/** One finding for the agent and the EMS, and one for each gateway. */
export function certificateAgreement(
  own: OwnCertificate,
  ems: EmsAnswer,
  gateways: readonly (readonly [string, GatewayAnswer])[],
): Finding[] {
  return [
    withEms(
      own,
      ems,
      gateways.map(([, answer]) => answer),
    ),
    ...gateways.map(([name, answer]) => withGateway(own, ems, name, answer)),
  ];
}

const check = 'certificate';

function withEms(own: OwnCertificate, ems: EmsAnswer, gateways: readonly GatewayAnswer[]): Finding {
  switch (ems.kind) {
    case 'silent':
      return { check, outcome: 'unknown', detail: 'the EMS could not be asked', next: 'Let the device reach the EMS.' };
    case 'refused':
      // A gateway still holds what the EMS held before it forgot.
      return gateways.some((answer) => stateOf(answer, own) === 'active')
        ? emsIsStale(`it refuses ${own.serial} (${ems.why}), which a gateway has from it`)
        : agentIsStale(`the EMS refuses ${own.serial} (${ems.why})`);
    case 'answered': {
      const record = ems.certificates.find(({ sha256 }) => sha256 === own.sha256);
      if (record?.state === 'active')
        return { check, outcome: 'ok', detail: `agent and EMS agree on ${own.serial}`, next: '' };
      if (record !== undefined) return agentIsStale(`for the EMS ${own.serial} is ${record.state}${insteadOf(ems)}`);
      const isNewest = ems.certificates.every(
        ({ kind, notAfter }) => kind !== 'machine' || Date.parse(notAfter) < own.notAfter,
      );
      return isNewest
        ? emsIsStale(`it has no record of ${own.serial}, which is newer than all that it has`)
        : agentIsStale(`the EMS has no record of ${own.serial}${insteadOf(ems)}`);
    }
    default:
      return assertNever(ems);
  }
}

function insteadOf(ems: Extract<EmsAnswer, { kind: 'answered' }>): string {
  const active = ems.certificates.find(({ kind, state }) => kind === 'machine' && state === 'active');
  return active === undefined ? '' : `; in force is ${active.serial}`;
}

function agentIsStale(detail: string): Finding {
  return {
    check,
    outcome: 'problem',
    stale: 'agent',
    detail: `the agent is stale: ${detail}`,
    next: 'It renews by itself within a minute. If that is refused too, let an administrator release the device, and enroll again.',
  };
}

function emsIsStale(detail: string): Finding {
  return {
    check,
    outcome: 'problem',
    stale: 'EMS',
    detail: `the EMS is stale: ${detail}`,
    next: 'Was its database restored? Then it takes the certificate back at the next connection, within a minute.',
  };
}

function withGateway(own: OwnCertificate, ems: EmsAnswer, name: string, answer: GatewayAnswer): Finding {
  const here = `${check} at ${name}`;
  if (answer.kind === 'silent')
    return {
      check: here,
      outcome: 'unknown',
      detail: 'the gateway could not be asked',
      next: 'See the gateway above.',
    };
  const state = stateOf(answer, own);
  if (state === 'active') return { check: here, outcome: 'ok', detail: `it holds ${own.serial}`, next: '' };
  const holds =
    answer.kind === 'refused' ? `it refuses ${own.serial} (${answer.code})` : `for it ${own.serial} is ${state}`;
  // A gateway knows what the EMS told it: where they say the same, it is not the gateway that is behind.
  const isGateway =
    ems.kind === 'answered' && ems.certificates.some((each) => each.sha256 === own.sha256 && each.state === 'active');
  if (!isGateway) return { check: here, outcome: 'warning', detail: holds, next: 'See the certificate above.' };
  return {
    check: here,
    outcome: 'problem',
    stale: 'gateway',
    detail: `the gateway is stale: ${holds}, for the EMS it is active`,
    next: 'It has been asked to fetch anew, and does so within half a minute. Else look at `stile gateway status` there.',
  };
}

function stateOf(answer: GatewayAnswer, own: OwnCertificate): string {
  if (answer.kind !== 'answered') return 'not told';
  return answer.certificates.find(({ sha256 }) => sha256 === own.sha256)?.state ?? 'unknown';
}
