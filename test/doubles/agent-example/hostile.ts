// A state whose every free text is written by an enemy: markup, scripts, turned text, things without end.

import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { before, deviceAt, requestIdOf } from './device.ts';
import { destinationIdOf, exampleProfile } from './organisation.ts';

const markup = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';
/** Turns what follows around, hides letters, piles marks upon each other. */
const turned = '\u202Eevil\u202C\u2066\u200B\u0007 e\u0301\u0301\u0301\u0301\u0301\u0301\u0301';
const endless = 'W'.repeat(5_000);

const text = (most: number): string => `${markup} ${turned} ${endless}`.slice(0, most);
const failure = { code: text(64), message: text(1_000), next: text(1_000) };

export function hostileState(now: Date): AgentState {
  const sane = deviceAt(now);
  const [gateway] = exampleProfile.gateways;
  const gateways = gateway === undefined ? [] : [gateway.id];
  return deviceAt(
    now,
    {},
    {
      agentVersion: text(64),
      enrollment: {
        ...sane.enrollment,
        domains: [text(253), 'xn--80ak6aa92e.test'],
        enrolledBy: text(256),
      } as AgentState['enrollment'],
      posture: {
        ...sane.posture,
        rules: sane.posture.rules.map((rule) => ({ ...rule, title: text(200), remedy: text(1_000) })),
      },
      tagReasons: sane.tagReasons.map((reason) => ({
        ...reason,
        isHeld: false,
        message: text(1_000),
        rules: sane.posture.rules.map(({ id }) => ({
          rule: id,
          title: text(200),
          fact: null,
          verdict: 'unsatisfied' as const,
          reason: null,
          remedy: text(1_000),
        })),
      })),
      messages: { constructor: text(1_000), healthy: text(1_000) },
      destinations: [
        ...[text(64), turned.slice(0, 64), '"; rm -rf ~ #', '-oProxyCommand=touch /tmp/taken'].map((name, index) => ({
          destination: {
            id: destinationIdOf(index) as never,
            name,
            host: index === 3 ? '-oProxyCommand=x.test' : text(253),
            port: 22 + index,
            kind: (['web', 'http', 'tcp', 'tcp'] as const)[index] ?? 'tcp',
            gateways,
            publish: true,
            needs: [],
          },
          state:
            index === 1
              ? { kind: 'conflict' as const, line: text(300) }
              : index === 2
                ? { kind: 'failed' as const, failure }
                : { kind: 'published' as const, address: text(45), port: 22 + index, hosts: true },
          isPersonal: index % 2 === 1,
        })),
      ],
      denials: [
        {
          at: before(now, 30),
          kind: 'refused',
          denial: {
            code: '999',
            title: text(128),
            requestId: requestIdOf(1) as never,
            destination: text(300),
            policy: text(128),
            tags: [text(64), turned.slice(0, 64)],
            retry: true,
          },
        },
      ],
      gateways: sane.gateways.map(({ gateway: each }) => ({
        gateway: { ...each, serverName: text(253) },
        link: { kind: 'failing', failure, retryAt: now.toISOString() },
      })),
      sessions: [
        {
          id: text(64),
          requestId: null,
          destination: text(300),
          osUser: text(256),
          uid: 1_000,
          since: before(now, 9),
        },
      ],
      warnings: [
        { code: text(64), severity: 'high', text: text(1_000) },
        { code: 'clock', severity: 'low', text: turned },
      ],
      network: { kind: 'online' },
      shellPolicy: { mayQuit: false, personalDestinations: true, disconnect: 'with-reason' },
    },
  );
}
