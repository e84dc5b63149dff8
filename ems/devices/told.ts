// Writes down who disconnected or connected the agent of a device, and why: once, however often the device tells it.

import { z } from 'zod';
import { type Disconnection, disconnection } from '../../shared/agent/disconnection.ts';
import type { Told } from '../../shared/ems/told.ts';
import type { DeviceId } from '../../shared/ids.ts';
import type { Ems } from '../ems.ts';

const heard = z.object({ sequence: z.int(), current: disconnection.nullable() });

/** As the column holds it. Null where nothing was told, or nothing that can be read. */
export function readDisconnection(column: string | null): Disconnection | null {
  return readHeard(column).current;
}

export async function hearTold(ems: Ems, uid: DeviceId, { events }: Told): Promise<void> {
  await ems.db.transaction().execute(async (queries) => {
    const device = await queries
      .selectFrom('devices')
      .select('disconnected')
      .where('uid', '=', uid)
      .executeTakeFirstOrThrow();
    let { sequence, current } = readHeard(device.disconnected);
    for (const event of events.toSorted((a, b) => a.sequence - b.sequence)) {
      if (event.sequence <= sequence) continue;
      const { kind, by, reason, agoMs } = event;
      sequence = event.sequence;
      const since = new Date(ems.clock.now() - Math.min(agoMs, longestAgoMs)).toISOString();
      if (kind === 'disconnected') current = { since, by, reason, until: null };
      if (kind === 'connected') current = null;
      const action = actions[kind];
      const detail = `by ${by}, at ${since}${reason === '' ? '' : `: ${reason}`}`;
      await ems.audit.record(queries, { actor: `device ${uid}`, action, target: uid, outcome: 'allowed', detail });
    }
    const disconnected = JSON.stringify({ sequence, current });
    await queries.updateTable('devices').set({ disconnected }).where('uid', '=', uid).execute();
  });
}

const actions = { disconnected: 'disconnect', connected: 'connect', uninstalling: 'uninstall' } as const;

/** Ten years: a clock that jumped makes no date that cannot be. */
const longestAgoMs = 315_360_000_000;

function readHeard(column: string | null): z.infer<typeof heard> {
  const nothing = { sequence: 0, current: null };
  if (column === null) return nothing;
  const read = heard.safeParse(JSON.parse(column));
  return read.success ? read.data : nothing;
}
