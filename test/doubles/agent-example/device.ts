// A device of the example: what is seen of it, and the state its agent would tell, worked out by the product's own code.

import { tagReasons } from '../../../daemon/explain/tag-reasons.ts';
import { initialState } from '../../../daemon/state/reduce.ts';
import { type AgentState, agentState, type DestinationState } from '../../../shared/agent/agent-state.ts';
import type { Profile } from '../../../shared/ems/profile.ts';
import type { TagName } from '../../../shared/ids.ts';
import { evaluateRules } from '../../../shared/posture/evaluate.ts';
import { tagExplainer } from '../../../shared/posture/explain-tag.ts';
import { type Fact, factOf } from '../../../shared/posture/fact.ts';
import {
  diskEncryptionFact,
  fileFact,
  firewallFact,
  ipAddressesFact,
  machineKeyFact,
  osVersionFact,
  runningProcessFact,
} from '../../../shared/posture/fact-name.ts';
import { exampleProfile, lettersOf } from './organisation.ts';

/** What may be wrong with it. */
export interface DeviceChoices {
  readonly firewall?: 'filtered' | 'open';
  readonly scanner?: 'running' | 'stopped' | 'unknown';
}

/** The whole state as of `now`, with whatever is given in place of it. Checked by the contract. */
export function deviceAt(now: Date, choices: DeviceChoices = {}, over: Partial<AgentState> = {}): AgentState {
  const facts = factsOf(choices);
  return agentState.parse({
    ...initialState('0.1.0'),
    ...enrolledAt(now),
    ...judged(exampleProfile, facts, now),
    ...over,
  });
}

/** Verdicts, tags and their reasons, as agent and EMS come to them. */
export function judged(profile: Profile, facts: readonly Fact[], now: Date): Partial<AgentState> {
  const verdicts = evaluateRules(profile.rules, facts, 'linux');
  const explainer = tagExplainer(profile.ruleSets, profile.rules, verdicts, 'linux');
  const tags: TagName[] = explainer.offered.filter((tag) => explainer.explain(tag).kind === 'held').sort();
  const rules = profile.rules.map(({ id, title = '', remedy = '' }) => ({ id, title, remedy }));
  return {
    posture: { rulesRevision: profile.revision, observedAt: before(now, 4), facts: [...facts], verdicts, rules },
    tags,
    tagReasons: tagReasons(profile, tags, verdicts, 'linux'),
    messages: profile.messages,
  };
}

/** So many seconds earlier. */
export function before(now: Date, seconds: number): string {
  return new Date(now.getTime() - seconds * 1_000).toISOString();
}

export const requestIdOf = (number: number): string => `req_${lettersOf(number)}`;

function factsOf({ firewall = 'filtered', scanner = 'running' }: DeviceChoices): readonly Fact[] {
  const known = (value: Parameters<typeof factOf>[1] & { kind: 'known' }) => value;
  const addresses = ['192.168.7.31', 'fd00:7::31'];
  return [
    factOf(
      osVersionFact,
      known({ kind: 'known', value: { kind: 'os-version', id: 'debian', name: 'Debian GNU/Linux', version: '12' } }),
      4_000,
    ),
    factOf(
      firewallFact,
      known({ kind: 'known', value: { kind: 'firewall', ipv4: firewall, ipv6: 'filtered' } }),
      4_000,
    ),
    factOf(
      diskEncryptionFact,
      known({ kind: 'known', value: { kind: 'disk-encryption', encrypted: true, plain: [] } }),
      4_000,
    ),
    factOf(fileFact('/etc/example/managed'), known({ kind: 'known', value: { kind: 'file', exists: true } }), 4_000),
    factOf(
      runningProcessFact('scannerd'),
      scanner === 'unknown'
        ? { kind: 'unknown', reason: 'not-permitted' }
        : {
            kind: 'known',
            value: {
              kind: 'running-process',
              running: scanner === 'running',
              by: scanner === 'running' ? 'executable' : null,
            },
          },
      4_000,
    ),
    factOf(ipAddressesFact, known({ kind: 'known', value: { kind: 'ip-addresses', addresses } }), 4_000),
    factOf(machineKeyFact, known({ kind: 'known', value: { kind: 'machine-key', level: 'software' } }), 4_000),
  ];
}

function enrolledAt(now: Date): Partial<AgentState> {
  const day = 86_400;
  return {
    revision: 1,
    enrollment: {
      kind: 'enrolled',
      ems: 'ems.corp.test:8013',
      emsId: `ems_${'C'.repeat(26)}`,
      site: 'default',
      uid: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
      serial: '4F'.repeat(20),
      fabricCa: 'b7e23ec29af22b0b4e41da31e868d57226121c84e1f1a5c0b7c2e9a0d4f5a6b7',
      domains: ['corp.test'],
      enrolledBy: 'mira',
      since: before(now, 40 * day),
      certificateEnds: before(now, -50 * day),
      machineKey: { level: 'software', kept: 'sealed-with-host-key' },
    } as AgentState['enrollment'],
    ems: { kind: 'connected', since: before(now, 3 * 3_600), lastReport: before(now, 3) },
    network: { kind: 'online' },
    fabric: 'off',
    gateways: exampleProfile.gateways.map((gateway) => ({ gateway, link: { kind: 'ready', warm: 2 } })),
    destinations: exampleProfile.destinations.map(publishedAt),
    reached: { 'crm.corp.test:443': before(now, 20), 'build.corp.test:22': before(now, 310) },
  };
}

export function publishedAt(destination: DestinationState['destination'], index: number): DestinationState {
  const address = `127.235.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  const state = { kind: 'published', address, port: destination.port, hosts: true } as const;
  return { destination, state, isPersonal: false };
}
