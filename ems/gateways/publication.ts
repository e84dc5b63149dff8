// Keeps what gateways publish, and what administrators chose to show of it.

import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { DestinationSummary } from '../../shared/ems/admin-contract.ts';
import { type gatewayRoutes, publishedDestination } from '../../shared/ems/gateway-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { destinationId, gatewayId } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import { readWords } from '../json.ts';
import type { Queries } from '../store/database.ts';
import { announce, profilesChanged } from '../store/notices.ts';
import { currentState, nextRevision } from '../store/state.ts';
import type { PublishedRow } from '../store/tables.ts';

type Publication = z.output<(typeof gatewayRoutes)['destinations']['body']>;

/**
 * Replaces what a gateway publishes. What it publishes already is no change: every gateway says it at each connect, and
 * a new number would have every agent fetch its profile.
 */
export async function publish(queries: Queries, gateway: string, publication: Publication): Promise<number> {
  if (await isPublished(queries, gateway, publication)) return (await currentState(queries)).revision;
  await queries
    .updateTable('gateways')
    .set({ addresses: JSON.stringify(publication.addresses) })
    .where('id', '=', gateway)
    .execute();
  await queries.deleteFrom('published').where('gateway_id', '=', gateway).execute();
  for (const destination of publication.destinations) {
    await queries.insertInto('published').values(publishedRow(gateway, destination)).execute();
    await queries
      .insertInto('destinations')
      .values({ name: destination.name, id: `dst_${randomToken()}`, visible_to: '[]', publish: 1 })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
  }
  await announce(queries, profilesChanged);
  return await nextRevision(queries);
}

async function isPublished(queries: Queries, gateway: string, publication: Publication): Promise<boolean> {
  const { addresses } = await queries
    .selectFrom('gateways')
    .select('addresses')
    .where('id', '=', gateway)
    .executeTakeFirstOrThrow();
  if (addresses !== JSON.stringify(publication.addresses)) return false;
  const kept = await queries.selectFrom('published').selectAll().where('gateway_id', '=', gateway).execute();
  const inOrder = (rows: readonly PublishedRow[]) => rows.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const wanted = publication.destinations.map((destination) => publishedRow(gateway, destination));
  return isDeepStrictEqual(inOrder(kept.map((row) => ({ ...row }))), inOrder(wanted));
}

function publishedRow(gateway: string, destination: Publication['destinations'][number]): PublishedRow {
  const { name, host, port, kind, needs } = destination;
  return { gateway_id: gateway, name, host, port, kind, needs: JSON.stringify(needs) };
}

/** Chooses who sees a destination. @throws AppError `thing-unknown` */
export async function showTo(
  queries: Queries,
  name: string,
  tags: readonly string[],
  isPublished: boolean,
): Promise<void> {
  const done = await queries
    .updateTable('destinations')
    .set({ visible_to: JSON.stringify(tags), publish: isPublished ? 1 : 0 })
    .where('name', '=', name)
    .returning('name')
    .executeTakeFirst();
  if (done === undefined) throw new AppError('thing-unknown', { kind: 'destination', id: name, list: 'destinations' });
  await nextRevision(queries);
  await announce(queries, profilesChanged);
}

/** Destinations as published now; gateways that agree on name, host and port serve one destination together. */
export async function publishedDestinations(queries: Queries): Promise<DestinationSummary[]> {
  const rows = await queries
    .selectFrom('published')
    .innerJoin('gateways', 'gateways.id', 'published.gateway_id')
    .innerJoin('destinations', 'destinations.name', 'published.name')
    .select([
      'published.name',
      'host',
      'port',
      'kind',
      'needs',
      'gateway_id',
      'destinations.id as id',
      'visible_to',
      'publish',
    ])
    .where('gateways.state', '=', 'approved')
    .orderBy('published.name')
    .orderBy('gateways.joined_at')
    .orderBy('gateway_id')
    .execute();
  const groups = Map.groupBy(rows, (row) => `${row.name} ${row.host} ${row.port} ${row.kind}`);
  return [...groups.values()].map((group) => {
    const first = group[0] ?? raise();
    return {
      ...publishedDestination.parse({ ...first, needs: readWords(first.needs) }),
      id: destinationId.parse(first.id),
      gateways: group.map((row) => gatewayId.parse(row.gateway_id)),
      visibleTo: readWords(first.visible_to),
      publish: first.publish === 1,
    };
  });
}

function raise(): never {
  throw new TypeError('a group has at least one row');
}
