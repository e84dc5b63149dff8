// What `stile ems admin list` shows; pure.

import type { AdministratorSummary } from '../../shared/ems/administrators.ts';
import { table } from './table.ts';

export function administratorsView(administrators: readonly AdministratorSummary[]): readonly string[] {
  return table(
    ['name', 'role', 'browsers', 'tokens', 'last seen', 'created'],
    administrators.map((each) => [
      each.name,
      each.role,
      String(each.sessions),
      String(each.tokens),
      each.lastSeen ?? 'never',
      each.created,
    ]),
    'Nobody signs in from elsewhere yet. Make an administrator: stile ems admin create <name>',
  );
}
