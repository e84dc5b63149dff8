// Answers the commands of the agent's contract from a state, as truthfully as that state allows.

import { explain } from '../../daemon/explain/why.ts';
import type { ActivityEntry, Traffic } from '../../shared/agent/activity.ts';
import type { AgentContract, Finding } from '../../shared/agent/agent-contract.ts';
import type { AgentState, DestinationState } from '../../shared/agent/agent-state.ts';
import type { Diagnostics } from '../../shared/agent/diagnostics.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { destinationId } from '../../shared/ids.ts';
import type { Invitation } from '../../shared/invitation/invitation.ts';
import { readInvitation } from '../../shared/node/invitation.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import { doubleSignIn } from './agent-double-sign-in.ts';
import { doubleUpdates } from './agent-double-updates.ts';
import { activityEntries, exampleTraffic } from './agent-example/activity.ts';
import { deviceAt } from './agent-example/device.ts';
import { lettersOf } from './agent-example/organisation.ts';
import { exampleDiagnostics, exampleFindings, exampleLog } from './agent-example/support.ts';

/** What no state tells; all of it may be replaced. */
export interface DoubleAnswers {
  activity: readonly ActivityEntry[];
  traffic: Traffic;
  findings: readonly Finding[];
  diagnostics: Diagnostics;
  log: readonly string[];
  /** Whether whoever asks may enroll this device. */
  mayEnroll: boolean;
  /** Thrown by every enrolment, if there is one. */
  enrollmentError: AppError | null;
}

export function usualAnswers(now: Date): DoubleAnswers {
  return {
    activity: activityEntries(40, now),
    traffic: exampleTraffic(now),
    findings: exampleFindings,
    diagnostics: exampleDiagnostics(now),
    log: exampleLog(now),
    mayEnroll: true,
    enrollmentError: null,
  };
}

export interface DoubleInside {
  readonly now: () => Date;
  readonly state: AgentState;
  readonly answers: DoubleAnswers;
  become(state: AgentState): void;
  heard(command: string, params: unknown): void;
}

export function doubleHandlers(inside: DoubleInside): Handlers<AgentContract, KnownCaller> {
  const { answers, become } = inside;
  const enrolled = () => inside.state.enrollment.kind === 'enrolled';
  const handlers: Handlers<AgentContract, KnownCaller> = {
    inspectInvitation: ({ invitation }) => summaryOf(readInvitation(invitation), answers.mayEnroll),
    enroll: ({ invitation, consent }) => {
      const read = readInvitation(invitation);
      if (consent.fabricCa !== read.ca) throw new AppError('consent-missing');
      if (enrolled()) throw new AppError('already-enrolled', { ems: read.ems });
      const before = inside.state;
      become({ ...before, enrollment: { kind: 'enrolling', ems: read.ems, silent: null } });
      if (answers.enrollmentError !== null) {
        become(before);
        throw answers.enrollmentError;
      }
      const whole = deviceAt(inside.now());
      if (whole.enrollment.kind !== 'enrolled') throw new TypeError('unreachable: the example is enrolled');
      become({
        ...whole,
        enrollment: { ...whole.enrollment, ems: read.ems, fabricCa: read.ca, domains: read.domains },
      });
      return { uid: whole.enrollment.uid, serial: whole.enrollment.serial };
    },
    ...doubleSignIn(inside),
    disconnect: ({ reason }) => {
      if (!enrolled()) throw new AppError('not-enrolled');
      const policy = inside.state.shellPolicy.disconnect;
      if (policy === 'not-allowed') throw new AppError('disconnect-not-allowed');
      if (policy === 'with-reason' && reason === '') throw new AppError('disconnect-reason-missing');
      const disconnected = { since: inside.now().toISOString(), by: 'anna', reason, until: null };
      become({ ...inside.state, disconnected, destinations: [], gateways: [], sessions: [] });
      return {};
    },
    connect: () => {
      become({ ...inside.state, disconnected: null });
      return {};
    },
    uninstall: ({ code }) => {
      throw new AppError(code === '' ? 'uninstall-code-missing' : 'uninstall-code-refused');
    },
    ...doubleUpdates(inside),
    unenroll: () => {
      if (!enrolled()) throw new AppError('not-enrolled');
      const { enrollment, ems } = { enrollment: { kind: 'none', lastFailure: null }, ems: { kind: 'off' } } as const;
      become({
        ...inside.state,
        enrollment,
        ems,
        tags: [],
        tagReasons: [],
        destinations: [],
        gateways: [],
        denials: [],
      });
      return { told: true };
    },
    recheck: () => {
      const { posture } = inside.state;
      become({ ...inside.state, posture: { ...posture, observedAt: inside.now().toISOString() } });
      return {};
    },
    // A user's own certificate is another story: this daemon has none to give, as one whose EMS is away.
    userCertificate: () => {
      throw new AppError('ems-unreachable', { server: 'the EMS' });
    },
    tellStore: () => ({}),
    why: ({ destination }) => whyOf(destination, inside.state),
    doctor: () => ({ findings: [...answers.findings] }),
    activity: ({ after }) => ({
      entries: answers.activity.filter(({ sequence }) => sequence > after),
      last: answers.activity.at(-1)?.sequence ?? 0,
    }),
    traffic: () => answers.traffic,
    diagnostics: () => answers.diagnostics,
    addPersonalDestination: (wanted) => {
      if (!inside.state.shellPolicy.personalDestinations) throw notAllowed('addPersonalDestination');
      const added = personal(wanted, inside.state);
      become({ ...inside.state, destinations: [...inside.state.destinations, added] });
      return { id: added.destination.id };
    },
    removePersonalDestination: ({ id }) => {
      const others = inside.state.destinations.filter((each) => !(each.isPersonal && each.destination.id === id));
      if (others.length === inside.state.destinations.length)
        throw new AppError('destination-unknown', { destination: id });
      become({ ...inside.state, destinations: others });
      return {};
    },
    logs: ({ lines }) => ({ lines: answers.log.slice(-lines) }),
  };
  return heardBy(inside.heard, handlers);
}

/** Every call is written down before it is answered. */
function heardBy<H extends Handlers<AgentContract, KnownCaller>>(heard: DoubleInside['heard'], handlers: H): H {
  const entries = Object.entries(handlers).map(([name, handler]) => [
    name,
    (params: never, caller: KnownCaller, signal: AbortSignal) => {
      heard(name, params);
      return (handler as (...all: unknown[]) => unknown)(params, caller, signal);
    },
  ]);
  return Object.fromEntries(entries);
}

function summaryOf({ ems, site, ca, domains }: Invitation, mayEnroll: boolean) {
  return { ems, site, fabricCa: ca, domains, mayEnroll };
}

/** The product's own explanation; the rules in the way are those that the state gives for the tag. */
function whyOf(destination: string, state: AgentState) {
  const explanation = explain(destination, state, null, 'linux');
  const missing = explanation.lastDenial?.denial.tags ?? [];
  const reasons = state.tagReasons.filter(({ tag, isHeld }) => !isHeld && missing.includes(tag));
  const obstacles = reasons.flatMap(({ tag, rules }) =>
    rules.flatMap((rule) => (rule.verdict === 'satisfied' ? [] : [{ ...rule, tag, verdict: rule.verdict }])),
  );
  const next = [...new Set(obstacles.flatMap(({ remedy }) => (remedy === '' ? [] : [remedy])))];
  return { ...explanation, obstacles, next: next.length > 0 ? next : explanation.next };
}

function personal(
  { name, host, port, kind }: { name: string; host: string; port: number; kind: 'tcp' | 'http' },
  { destinations, gateways }: AgentState,
): DestinationState {
  const id = destinationId.parse(`dst_${lettersOf(500 + destinations.length)}`);
  const via = gateways.map(({ gateway }) => gateway.id);
  return {
    destination: { id, name, host, port, kind, gateways: via, publish: true, needs: [] },
    state: { kind: 'published', address: `127.235.9.${(destinations.length % 250) + 1}`, port, hosts: true },
    isPersonal: true,
  };
}

function notAllowed(command: string): AppError {
  return new AppError('command-not-allowed', { command });
}
