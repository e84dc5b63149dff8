// What the example device's agent says for support: findings, log lines, a bundle.

import type { Finding } from '../../../shared/agent/agent-contract.ts';
import { type Diagnostics, diagnostics } from '../../../shared/agent/diagnostics.ts';
import { before } from './device.ts';

export const exampleFindings: readonly Finding[] = [
  { check: 'agent', outcome: 'ok', detail: 'runs, version 0.1.0', next: '' },
  { check: 'EMS', outcome: 'ok', detail: 'ems.corp.test:8013 answered in 12 ms', next: '' },
  { check: 'certificate', outcome: 'ok', detail: 'valid for 50 more days, agrees with EMS and gateway', next: '' },
  { check: 'gateway gw.corp.test', outcome: 'ok', detail: 'two warm connections', next: '' },
  {
    check: 'name orders.corp.test',
    outcome: 'warning',
    detail: 'the hosts file maps it to 10.9.8.7 already',
    next: 'Remove that line if it is not wanted.',
  },
  {
    check: 'user certificate of mira',
    outcome: 'unknown',
    detail: 'nothing was told since the agent started',
    next: 'Keep the desktop app running, or run “stile session”.',
  },
];

export function exampleLog(now: Date): readonly string[] {
  const lines = [
    ['info', 'the agent runs'],
    ['info', 'link to the EMS'],
    ['info', 'profile received'],
    ['info', 'tunnel up'],
    ['warn', 'a name is mapped already'],
    ['info', 'a session began'],
    ['info', 'a session ended'],
    ['info', 'report answered'],
  ];
  return lines.map(([level, msg], index) =>
    JSON.stringify({ level, time: before(now, 900 - index * 97), program: 'stile-agent', msg }),
  );
}

export function exampleDiagnostics(now: Date): Diagnostics {
  const state = { revision: 118, enrollment: { kind: 'enrolled', enrolledBy: '[user 1]', uid: '[device id]' } };
  return diagnostics.parse({
    at: now.toISOString(),
    files: [
      {
        name: 'state.json',
        text: `${JSON.stringify(state, null, 2)}\n`,
        redactions: [
          { what: 'names of users', count: 3 },
          { what: 'device ids and serial numbers', count: 2 },
        ],
      },
      {
        name: 'doctor.txt',
        text: exampleFindings.map(({ check, detail }) => `${check}: ${detail}`).join('\n'),
        redactions: [],
      },
      { name: 'agent.log', text: exampleLog(now).join('\n'), redactions: [{ what: 'addresses', count: 4 }] },
    ],
    leftOut: [{ name: 'log of other users', why: 'only an administrator may see it' }],
  });
}
