// Makes the facts of a simulated device, so that most satisfy the rules and some change from report to report; pure.

import type { Profile } from '../../shared/ems/profile.ts';
import type { Report } from '../../shared/ems/report.ts';
import { evaluateRules, factNamesFor } from '../../shared/posture/evaluate.ts';
import { type Fact, type FactReading, factOf } from '../../shared/posture/fact.ts';
import { type FactName, readFactName } from '../../shared/posture/fact-name.ts';

/** In one of so many reports a device lacks what the first rule asks for: its tags change then, and at the next report again. */
const lacksOneIn = 100;

/** The report number `sequence` of device number `device`, by the rules of its profile. */
export function reportOf(device: number, sequence: number, profile: Profile | null): Report {
  const rules = profile?.rules ?? [];
  const lacks = (sequence + device) % lacksOneIn === 0;
  const facts = factNamesFor(rules, 'linux').map(
    (name, at): Fact => factOf(name, readingOf(name, at === 0 && lacks), 0),
  );
  return {
    sequence,
    rulesRevision: profile?.revision ?? 0,
    inventory: {
      hostname: `device-${device}.fleet.test`,
      os: 'linux',
      osVersion: 'Debian GNU/Linux 12.11',
      agentVersion: 'fleet',
      users: ['somebody'],
      serialNumber: null,
      interfaces: [
        {
          ip: `10.${(device >> 16) & 255}.${(device >> 8) & 255}.${device & 255}`,
          mac: '02:00:00:00:00:01',
          gatewayIp: null,
          gatewayMac: null,
        },
      ],
    },
    facts,
    verdicts: evaluateRules(rules, facts, 'linux'),
  };
}

function readingOf(name: FactName, isMissing: boolean): FactReading {
  const named = readFactName(name);
  switch (named.kind) {
    case 'file':
      return { kind: 'known', value: { kind: 'file', exists: !isMissing } };
    case 'running-process':
      return { kind: 'known', value: { kind: 'running-process', running: !isMissing, by: 'executable' } };
    case 'os-version':
      return { kind: 'known', value: { kind: 'os-version', id: 'debian', name: 'Debian GNU/Linux', version: '12.11' } };
    case 'ip-addresses':
      return { kind: 'known', value: { kind: 'ip-addresses', addresses: ['10.1.2.3'] } };
    default:
      return { kind: 'unknown', reason: 'not-available' };
  }
}
