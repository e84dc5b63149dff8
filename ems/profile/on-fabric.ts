// Which networks are the organisation's own: one setting for all devices, which administrators change while the EMS runs.

import { isDeepStrictEqual } from 'node:util';
import { noOnFabric, type OnFabric, onFabric } from '../../shared/ems/on-fabric.ts';
import type { Queries } from '../store/database.ts';
import { announce, profilesChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

export async function readOnFabric(queries: Queries): Promise<OnFabric> {
  const row = await queries.selectFrom('ems_state').select('on_fabric').executeTakeFirstOrThrow();
  return row.on_fabric === null ? noOnFabric : onFabric.parse(JSON.parse(row.on_fabric));
}

/** Devices hear of it by their profile. What is so already is no change. */
export async function setOnFabric(queries: Queries, wanted: OnFabric): Promise<void> {
  if (isDeepStrictEqual(await readOnFabric(queries), wanted)) return;
  await queries
    .updateTable('ems_state')
    .set({ on_fabric: JSON.stringify(wanted) })
    .execute();
  await nextRevision(queries);
  await announce(queries, profilesChanged);
}

/** As the audit log has it. */
export function onFabricText({ networks, probe }: OnFabric): string {
  const ways = [...networks, ...(probe === null ? [] : [`probe ${probe.at} with key ${probe.key}`])];
  return ways.length === 0 ? 'nothing' : ways.join(', ');
}
