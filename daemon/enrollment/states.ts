// The enrolment as the state shows it.

import type { EnrollmentState } from '../../shared/agent/agent-state.ts';
import type { Failure } from '../../shared/agent/failure.ts';
import type { MachineKey } from '../../shared/agent/machine-key.ts';
import { toWireError } from '../../shared/errors/app-error.ts';
import type { Identity } from '../state/saved.ts';
import { isoTime } from '../world.ts';

export function enrolledState(identity: Identity, domains: readonly string[], machineKey: MachineKey): EnrollmentState {
  return {
    kind: 'enrolled',
    ems: identity.ems,
    emsId: identity.emsId,
    site: identity.site,
    uid: identity.uid,
    serial: identity.serial,
    fabricCa: identity.fabricCaSha256,
    domains: [...domains],
    enrolledBy: identity.enrolledBy,
    since: identity.since,
    certificateEnds: isoTime(identity.certificateEnds),
    machineKey,
  };
}

/** An error as the state keeps it. */
export function failureOf(error: unknown): Failure {
  const { code, message, next } = toWireError(error);
  return { code: code.slice(0, 64), message: message.slice(0, 1_000), next: next.slice(0, 1_000) };
}
