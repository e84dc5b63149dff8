// The latest of what administrators and devices did; pure.

import type { AuditEntry } from '../../../shared/ems/admin-contract.ts';
import { moment } from './time.ts';
import type { Label } from './tone.ts';

export interface AuditRow {
  readonly key: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly outcome: Label;
  readonly detail: string;
}

export function auditRows(entries: readonly AuditEntry[]): readonly AuditRow[] {
  return entries.map((each, at) => ({
    // Two entries may be alike in everything.
    key: `${entries.length - at} ${each.at}`,
    at: moment(each.at),
    actor: each.actor,
    action: each.action,
    target: each.target,
    outcome: { text: each.outcome, tone: each.outcome === 'allowed' ? 'good' : 'bad' },
    detail: each.detail,
  }));
}
