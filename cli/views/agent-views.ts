// What `stile status`, `posture` and `destinations` show of the agent's state; pure.

import type { Finding } from '../../shared/agent/agent-contract.ts';
import type {
  AgentState,
  DestinationState,
  EmsLinkState,
  EnrollmentState,
  FabricStatus,
  NameState,
  NetworkState,
} from '../../shared/agent/agent-state.ts';
import { machineKeyText } from '../../shared/agent/machine-key.ts';
import type { WebState } from '../../shared/agent/web-state.ts';
import type { Explanation } from '../../shared/agent/why.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { userCertificateLines } from './session-view.ts';
import { signInLines } from './sign-in-view.ts';
import { pairs, printable, table } from './table.ts';

export function statusView(state: AgentState): readonly string[] {
  const ready = state.destinations.filter((each) => each.state.kind === 'published').length;
  const lines = pairs([
    ['agent', state.agentVersion],
    ['enrolled', enrollmentText(state.enrollment)],
    ['network', networkText(state.network)],
    ['fabric', fabricText[state.fabric]],
    ['EMS', linkText(state.ems)],
    ...(state.disconnected === null ? [] : [['disconnected', disconnectedText(state.disconnected)] as const]),
    ['tags', state.tags.length === 0 ? 'none' : state.tags.join(', ')],
    ['destinations', `${ready} of ${state.destinations.length} published`],
    [
      'gateways',
      state.gateways.length === 0
        ? 'none'
        : state.gateways.map((each) => `${each.gateway.serverName} ${each.link.kind}`),
    ],
    ['connections', String(state.sessions.length)],
    ...managedRow(state.managed),
    ...(state.web.hosts.length === 0 ? [] : [['web', webText(state.web)] as const]),
    ...(signInLines(state).length === 0 ? [] : [['signed in', signInLines(state)] as const]),
    ...(state.userCertificates.length === 0 ? [] : [['users', userCertificateLines(state.userCertificates)] as const]),
  ]);
  return [...lines, ...state.warnings.map((warning) => `! ${printable(warning.text)}`)];
}

function managedRow({ settings, source }: AgentState['managed']): readonly (readonly [string, readonly string[]])[] {
  if (source === null) return [];
  return [['managed', [`by ${source}`, ...(settings.length === 0 ? [] : [settings.join(', ')])]]];
}

export function enrollmentText(state: EnrollmentState): string | readonly string[] {
  switch (state.kind) {
    case 'none':
      return state.lastFailure === null ? 'no' : `no: ${state.lastFailure.message}`;
    case 'enrolling':
      return enrollingText(state);
    case 'enrolled':
      return [
        `with ${state.ems}, site ${state.site}`,
        `uid ${state.uid}`,
        `certificate ${state.serial}, ends ${state.certificateEnds}`,
        `machine key ${machineKeyText(state.machineKey)}`,
        `names inside ${state.domains.join(', ')}`,
      ];
    case 'withdrawn':
      return `no longer: ${state.failure.message}`;
    default:
      return assertNever(state);
  }
}

function disconnectedText({ since, by, reason }: NonNullable<AgentState['disconnected']>): string {
  return printable(`since ${since}, by ${by}${reason === '' ? '' : `: ${reason}`}; stile connect undoes it`);
}

function enrollingText({ ems, silent }: Extract<EnrollmentState, { kind: 'enrolling' }>): string | readonly string[] {
  if (silent === null) return `enrolling with ${ems}`;
  const begun = `not yet: your organisation enrolls this device with ${ems}`;
  if (silent.lastFailure === null) return begun;
  return [begun, `${silent.lastFailure.message}; next try ${silent.retryAt ?? 'soon'}`];
}

function webText({ hosts, ca, policies }: WebState): readonly string[] {
  const told = policies.filter(({ state }) => state === 'written').map(({ browser }) => browser);
  const cas = { none: 'no web CA', trusted: 'its web CA is trusted', refused: 'its web CA is refused' };
  return [
    `${hosts.length} protected, ${cas[ca.kind]}`,
    `browsers told: ${told.length === 0 ? 'none' : told.join(', ')}`,
  ];
}

export function networkText(state: NetworkState): string {
  switch (state.kind) {
    case 'unknown':
      return 'not known: the EMS is not reached';
    case 'online':
      return 'online';
    case 'offline':
      return 'offline: this device has no address';
    case 'portal':
      return `this network asks for a sign-in first${state.url === null ? '' : `: ${state.url}`}`;
    default:
      return assertNever(state);
  }
}

const fabricText: Readonly<Record<FabricStatus, string>> = {
  on: 'inside a network of the organisation',
  off: 'outside the networks of the organisation',
  unknown: 'not known',
};

function linkText(state: EmsLinkState): string {
  switch (state.kind) {
    case 'off':
      return 'not connected';
    case 'connecting':
      return `connecting (try ${state.attempt})`;
    case 'connected':
      return `connected since ${state.since}, last report ${state.lastReport ?? 'not yet'}`;
    case 'waiting':
      return `${state.failure.message}; next try ${state.retryAt}`;
    default:
      return assertNever(state);
  }
}

export function postureView(state: AgentState): readonly string[] {
  const titles = new Map(state.posture.rules.map((rule) => [rule.id, rule.title]));
  return [
    ...table(
      ['fact', 'value'],
      state.posture.facts.map((fact) => [
        fact.fact,
        'value' in fact ? JSON.stringify(fact.value) : `unknown (${fact.reason})`,
      ]),
      'No facts were asked for.',
    ),
    '',
    ...table(
      ['rule', 'title', 'verdict'],
      state.posture.verdicts.map((verdict) => [String(verdict.rule), titles.get(verdict.rule) ?? '', verdict.verdict]),
      'No rules came from the EMS.',
    ),
  ];
}

export function destinationsView(states: readonly DestinationState[]): readonly string[] {
  return table(
    ['name', 'host', 'port', 'kind', 'here'],
    states.map(({ destination, state, isPersonal }) => [
      destination.name,
      destination.host,
      String(destination.port),
      destination.kind,
      isPersonal ? `${nameText(state)}, added here` : nameText(state),
    ]),
    'This device sees no destinations.',
  );
}

export function nameText(state: NameState): string {
  switch (state.kind) {
    case 'published':
      return state.hosts
        ? `by name, at ${state.address}:${state.port}`
        : `at ${state.address}:${state.port} (no hosts entry)`;
    case 'refused':
      return `refused: ${state.why.replaceAll('-', ' ')}`;
    case 'conflict':
      return `left alone: the hosts file has "${state.line}"`;
    case 'address-taken':
      return `not published: another program has ${state.address}:${state.port}`;
    case 'failed':
      return `failed: ${state.failure.message}`;
    default:
      return assertNever(state);
  }
}

export function whyView(why: Explanation): readonly string[] {
  const denial = why.lastDenial;
  return [
    printable(why.summary),
    ...(why.name === null ? [] : [`  here      ${printable(nameText(why.name))}`]),
    ...(denial === null
      ? []
      : [
          `  last      ${denial.kind} at ${denial.at}: ${denial.denial.code} ${printable(denial.denial.title)}`,
          `  request   ${denial.denial.requestId} (the gateway's log has the same)`,
        ]),
    `  tags      ${why.tags.join(', ') || 'none'}`,
    ...why.obstacles.flatMap((obstacle) => [
      `  ${obstacle.verdict === 'unknown' ? 'unknown  ' : 'fails    '} ${printable(obstacle.title)} (rule ${obstacle.rule}, tag ${obstacle.tag}${obstacle.fact === null ? '' : `, fact ${printable(obstacle.fact)}`})`,
      ...(obstacle.remedy === '' ? [] : [`  do        ${printable(obstacle.remedy)}`]),
    ]),
    ...why.messages.map((message) => `  note      ${printable(message)}`),
    ...why.next.map((step) => `  next      ${printable(step)}`),
  ];
}

export function doctorView(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap((finding) => [
    `${finding.outcome.padEnd(8)} ${printable(finding.check)}: ${printable(finding.detail)}`,
    ...(finding.outcome === 'ok' || finding.next === '' ? [] : [`         ${printable(finding.next)}`]),
  ]);
}
