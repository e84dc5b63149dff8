// Checks everything between a user and the services, and says what is broken.

import { lookup } from 'node:dns/promises';
import type { Finding } from '../../shared/agent/agent-contract.ts';
import type { AgentState, DestinationState } from '../../shared/agent/agent-state.ts';
import { machineKeyText } from '../../shared/agent/machine-key.ts';
import { webFindings } from './web-findings.ts';

const monthMs = 30 * 86_400_000;

/** Looks at the state, and asks the system's resolver where the names lead. */
export async function examine(state: AgentState, now: number): Promise<Finding[]> {
  const names = await Promise.all(state.destinations.map(nameFinding));
  return [
    enrollment(state, now),
    ...machineKey(state),
    ...disconnected(state),
    ...managedSettings(state),
    ...network(state),
    link(state),
    ...state.gateways.map(gateway),
    ...names,
    ...webFindings(state),
    ...state.warnings.map(warning),
  ];
}

function enrollment(state: AgentState, now: number): Finding {
  const check = 'enrolment';
  if (state.enrollment.kind === 'enrolling' && state.enrollment.silent !== null)
    return {
      check,
      outcome: 'warning',
      detail: `your organisation enrolls this device with ${state.enrollment.ems}; ${state.enrollment.silent.lastFailure?.message ?? 'that goes on now'}`,
      next: 'Let the device reach that address; there is nothing else to do.',
    };
  if (state.enrollment.kind !== 'enrolled')
    return {
      check,
      outcome: 'problem',
      detail: 'this device is not enrolled',
      next: 'Run `stile enroll` with your invitation.',
    };
  const left = Date.parse(state.enrollment.certificateEnds) - now;
  const detail = `certificate ${state.enrollment.serial} ends ${state.enrollment.certificateEnds}`;
  if (left <= 0)
    return {
      check,
      outcome: 'problem',
      detail,
      next: 'Let the device reach the EMS; it renews by itself within 30 days.',
    };
  return {
    check,
    outcome: left < monthMs / 3 ? 'warning' : 'ok',
    detail,
    next: 'It is renewed by itself when the EMS can be reached.',
  };
}

function machineKey({ enrollment }: AgentState): Finding[] {
  if (enrollment.kind !== 'enrolled') return [];
  return [{ check: 'machine key', outcome: 'ok', detail: machineKeyText(enrollment.machineKey), next: '' }];
}

/** Said where something is; what is wrong with it stands among the warnings. */
function managedSettings({ managed: { settings, source } }: AgentState): Finding[] {
  if (source === null) return [];
  const detail = `${settings.length === 0 ? 'none' : settings.join(', ')}; from ${source}`;
  return [{ check: 'managed settings', outcome: 'ok', detail, next: '' }];
}

function disconnected({ disconnected: now }: AgentState): Finding[] {
  if (now === null) return [];
  const detail = `${now.by} disconnected the agent at ${now.since}${now.reason === '' ? '' : `: ${now.reason}`}`;
  return [
    { check: 'disconnected', outcome: 'problem', detail, next: 'Run `stile connect`; names and tunnels come back.' },
  ];
}

/** Said only where it is why the EMS is not reached. */
function network({ network: now }: AgentState): Finding[] {
  const check = 'network';
  if (now.kind === 'offline')
    return [{ check, outcome: 'problem', detail: 'this device has no address', next: 'Connect it to a network.' }];
  if (now.kind !== 'portal') return [];
  const where = now.url !== null ? ` at ${now.url}` : ' in a browser';
  return [
    {
      check,
      outcome: 'problem',
      detail: 'the network asks for a sign-in before it lets anything through',
      next: `Sign in${where}; protection stays on, and the rest comes by itself.`,
    },
  ];
}

function link(state: AgentState): Finding {
  const check = 'EMS';
  if (state.ems.kind === 'connected')
    return { check, outcome: 'ok', detail: `last report ${state.ems.lastReport ?? 'not yet'}`, next: '' };
  if (state.ems.kind === 'waiting')
    return { check, outcome: 'problem', detail: state.ems.failure.message, next: state.ems.failure.next };
  return { check, outcome: 'warning', detail: 'not connected', next: 'Try again in a moment.' };
}

function gateway({ gateway: { serverName }, link }: AgentState['gateways'][number]): Finding {
  const check = `gateway ${serverName}`;
  if (link.kind !== 'failing') return { check, outcome: 'ok', detail: link.kind, next: '' };
  return { check, outcome: 'problem', detail: link.failure.message, next: link.failure.next };
}

async function nameFinding({ destination, state }: DestinationState): Promise<Finding> {
  const check = `name ${destination.host}:${destination.port}`;
  const seeDestinations = 'See `stile destinations`.';
  if (state.kind !== 'published')
    return { check, outcome: 'warning', detail: state.kind.replace('-', ' '), next: seeDestinations };
  if (!state.hosts) return { check, outcome: 'ok', detail: `at ${state.address}, without a hosts entry`, next: '' };
  const found = await lookup(destination.host, { family: 4 }).catch(() => null);
  if (found?.address === state.address) return { check, outcome: 'ok', detail: `leads to ${state.address}`, next: '' };
  const detail = `leads to ${found?.address ?? 'nothing'} instead of ${state.address}`;
  return {
    check,
    outcome: 'problem',
    detail,
    next: 'Another program answers names on this machine; look at its DNS settings.',
  };
}

function warning({ code, text, severity }: AgentState['warnings'][number]): Finding {
  return { check: code, outcome: severity === 'high' ? 'problem' : 'warning', detail: text, next: '' };
}
