// The activity as a file for other programs: the agent's own values, in columns or as JSON; pure.

import type { ActivityEntry } from '../../shared/agent/activity.ts';
import type { ActivityRow } from './activity-log.ts';
import { csvOf } from './csv.ts';

export const exportForms = ['csv', 'json'] as const;
export type ExportForm = (typeof exportForms)[number];

export interface ExportedFile {
  readonly suggestedName: string;
  readonly text: string;
}

/** @param now names the file; names and columns are the same in every language, since programs read them */
export function exportedActivity(rows: readonly ActivityRow[], form: ExportForm, now: number): ExportedFile {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const entries = rows.map(({ entry }) => entry);
  return {
    suggestedName: `stile-activity-${stamp}.${form}`,
    text:
      form === 'csv' ? csvOf(columns, entries.map(fields)) : `${JSON.stringify({ version: 1, entries }, null, 2)}\n`,
  };
}

const columns = [
  'kind',
  'began',
  'ended',
  'destination',
  'os_user',
  'program',
  'sent_bytes',
  'received_bytes',
  'code',
  'title',
  'policy',
  'tags',
  'request_id',
  'id',
];

function fields(entry: ActivityEntry): readonly string[] {
  if (entry.kind === 'session') {
    const { kind, since, until, destination, osUser, program, sent, received, requestId, id } = entry;
    const amounts = [String(sent), String(received)];
    return [
      kind,
      since,
      until ?? '',
      destination,
      osUser,
      program ?? '',
      ...amounts,
      '',
      '',
      '',
      '',
      requestId ?? '',
      id,
    ];
  }
  const { kind, at, denial, id } = entry;
  const { code, title, policy, tags, requestId, destination } = denial;
  const why = [code, title, policy ?? '', (tags ?? []).join(' ')];
  return [kind, at, at, destination ?? '', '', '', '', '', ...why, requestId, id];
}
