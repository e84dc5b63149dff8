// How everything the daemon knows of itself changes, (state, event) → state; no clock, no I/O.

import type {
  AgentState,
  DenialRecord,
  EmsLinkState,
  EnrollmentState,
  Warning,
} from '../../shared/agent/agent-state.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Profile } from '../../shared/ems/profile.ts';
import { defaultShellPolicy, type ShellPolicy } from '../../shared/ems/shell-policy.ts';
import type { TagName } from '../../shared/ids.ts';
import { settledPolicy } from '../managed/settled-policy.ts';

/** Something happened; it brings all that its change needs. */
export type AgentEvent =
  | { readonly kind: 'enrollment'; readonly enrollment: EnrollmentState }
  | { readonly kind: 'link'; readonly link: EmsLinkState }
  | { readonly kind: 'reported'; readonly at: string; readonly tags: readonly TagName[] }
  | { readonly kind: 'profile'; readonly profile: Profile }
  | {
      readonly kind: 'posture';
      readonly observedAt: string;
      readonly facts: AgentState['posture']['facts'];
      readonly verdicts: AgentState['posture']['verdicts'];
    }
  | { readonly kind: 'tag-reasons'; readonly tagReasons: AgentState['tagReasons'] }
  | { readonly kind: 'destinations'; readonly destinations: AgentState['destinations'] }
  | { readonly kind: 'gateways'; readonly gateways: AgentState['gateways'] }
  | { readonly kind: 'sessions'; readonly sessions: AgentState['sessions'] }
  | { readonly kind: 'denied'; readonly record: DenialRecord }
  | { readonly kind: 'reached'; readonly destination: string; readonly at: string }
  | { readonly kind: 'network'; readonly network: AgentState['network'] }
  | { readonly kind: 'fabric'; readonly fabric: AgentState['fabric'] }
  | { readonly kind: 'web'; readonly web: AgentState['web'] }
  | { readonly kind: 'user-certificates'; readonly userCertificates: AgentState['userCertificates'] }
  | { readonly kind: 'sign-ins'; readonly signIns: AgentState['signIns'] }
  | { readonly kind: 'disconnected'; readonly disconnected: AgentState['disconnected'] }
  /** `told`: what the EMS lets users do, or what holds without one. */
  | { readonly kind: 'managed'; readonly managed: AgentState['managed']; readonly told: ShellPolicy }
  | { readonly kind: 'update'; readonly update: AgentState['update'] }
  | { readonly kind: 'warning'; readonly code: string; readonly warning: Warning | null };

/** Refusals and cuts that are remembered. */
const rememberedDenials = 50;

export function initialState(agentVersion: string): AgentState {
  return {
    revision: 0,
    agentVersion,
    enrollment: { kind: 'none', lastFailure: null },
    ems: { kind: 'off' },
    posture: { rulesRevision: 0, observedAt: null, facts: [], verdicts: [], rules: [] },
    tags: [],
    tagReasons: [],
    messages: {},
    destinations: [],
    gateways: [],
    sessions: [],
    denials: [],
    reached: {},
    warnings: [],
    network: { kind: 'unknown' },
    fabric: 'unknown',
    shellPolicy: defaultShellPolicy,
    web: { hosts: [], ca: { kind: 'none' }, policies: [] },
    userCertificates: [],
    signInProviders: [],
    signIns: [],
    disconnected: null,
    managed: { settings: [], source: null, shellPolicy: {}, shell: {} },
    update: { kind: 'off' },
  };
}

/** True if a success is news: the first in ten seconds, or the first since a refusal of that destination. */
export function isNews(state: AgentState, destination: string, at: string): boolean {
  const before = state.reached[destination];
  if (before === undefined || Date.parse(at) - Date.parse(before) >= 10_000) return true;
  return state.denials.some((record) => record.denial.destination === destination && record.at > before);
}

/** The next state, with the next revision. */
export function reduce(state: AgentState, event: AgentEvent): AgentState {
  return { ...change(state, event), revision: state.revision + 1 };
}

function change(state: AgentState, event: AgentEvent): AgentState {
  switch (event.kind) {
    case 'enrollment':
      return withEnrollment(state, event.enrollment);
    case 'link':
      return { ...state, ems: keepLastReport(state.ems, event.link) };
    case 'reported':
      return {
        ...state,
        tags: [...event.tags],
        ems: state.ems.kind === 'connected' ? { ...state.ems, lastReport: event.at } : state.ems,
      };
    case 'profile':
      return withProfile(state, event.profile);
    case 'posture': {
      const { observedAt, facts, verdicts } = event;
      return { ...state, posture: { ...state.posture, observedAt, facts, verdicts } };
    }
    case 'tag-reasons':
      return { ...state, tagReasons: event.tagReasons };
    case 'destinations':
      return { ...state, destinations: event.destinations };
    case 'gateways':
      return { ...state, gateways: event.gateways };
    case 'sessions':
      return { ...state, sessions: event.sessions };
    case 'denied':
      return { ...state, denials: [event.record, ...state.denials].slice(0, rememberedDenials) };
    case 'reached':
      return { ...state, reached: { ...state.reached, [event.destination]: event.at } };
    case 'network':
      return { ...state, network: event.network };
    case 'fabric':
      return { ...state, fabric: event.fabric };
    case 'web':
      return { ...state, web: event.web };
    case 'user-certificates':
      return { ...state, userCertificates: event.userCertificates };
    case 'sign-ins':
      return { ...state, signIns: event.signIns };
    case 'disconnected':
      return { ...state, disconnected: event.disconnected };
    case 'managed':
      return { ...state, managed: event.managed, shellPolicy: settledPolicy(event.told, event.managed) };
    case 'update':
      return { ...state, update: event.update };
    case 'warning': {
      const others = state.warnings.filter((each) => each.code !== event.code);
      return { ...state, warnings: event.warning === null ? others : [...others, event.warning] };
    }
    default:
      return assertNever(event);
  }
}

/** Who is not enrolled has nothing of the organisation: no tags, no rules, no destinations. Network, managed settings and release are the machine's. */
function withEnrollment(state: AgentState, enrollment: EnrollmentState): AgentState {
  if (enrollment.kind === 'enrolled') return { ...state, enrollment };
  const bare = initialState(state.agentVersion);
  const { denials, warnings, userCertificates, network, managed, update } = state;
  const shellPolicy = settledPolicy(bare.shellPolicy, managed);
  return { ...bare, enrollment, denials, warnings, userCertificates, network, managed, shellPolicy, update };
}

function withProfile(state: AgentState, profile: Profile): AgentState {
  const rules = profile.rules.map((rule) => ({
    id: rule.id,
    title: rule.title ?? `rule ${rule.id}`,
    remedy: rule.remedy ?? '',
  }));
  return {
    ...state,
    messages: profile.messages,
    shellPolicy: settledPolicy(profile.shellPolicy, state.managed),
    signInProviders: profile.signInProviders,
    posture: { ...state.posture, rulesRevision: profile.revision, rules },
  };
}

function keepLastReport(before: EmsLinkState, link: EmsLinkState): EmsLinkState {
  const lastReport = before.kind === 'connected' ? before.lastReport : null;
  return link.kind === 'connected' ? { ...link, lastReport: link.lastReport ?? lastReport } : link;
}
