// Lets everybody of the table knock, and tells who was turned away with what, and what the gateway's log says of it.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { gatewayAdminContract } from '../../../../shared/gateway/admin-contract.ts';
import { connectLocal } from '../../../../shared/node/local-socket/client.ts';
import { accessLogOf, names, writeGatewayFile } from '../../stage/configuration.ts';
import { waitFor } from '../../stage/wait-for.ts';
import { value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { decoyChoices } from './decoys.ts';
import type { Heard } from './doors.ts';
import { type House, type Knock, knocks } from './knocks.ts';
import { makeVisitors } from './visitors.ts';

export async function turnEverybodyAway(world: StoryWorld): Promise<House> {
  const { stage, tell, outcome } = world;
  const { places } = stage;
  const house = await tell.step('visitors', 'Strangers, and devices that lost their right, get ready', async () => {
    writeGatewayFile(places, decoyChoices(places, names.managed));
    await reload(world);
    const visitors = await makeVisitors(stage);
    await waitFor(stage.signal, 'the gateway to hear of them', () => isKnown(world));
    return { value: { places, visitors }, lines: [value('who', Object.keys(visitors.who).join('\n'))] };
  });
  let refused = 0;
  let wronglyAccepted = 0;
  for (const knock of knocks(places)) {
    stage.signal.throwIfAborted();
    const isRight = await tellOf(world, house, knock);
    refused += isRight ? 1 : 0;
    wronglyAccepted += isRight ? 0 : 1;
  }
  outcome.refusals = { refused, wronglyAccepted };
  if (wronglyAccepted > 0) throw new Error(`${wronglyAccepted} were not turned away as they should be`);
  return house;
}

/** Whether it went as it should; what went wrong is told, and the next one knocks. */
async function tellOf({ stage, tell }: StoryWorld, house: House, knock: Knock): Promise<boolean> {
  const { who, door, asks, expect } = knock;
  const title = `${expect.padEnd(4)} ${who} · ${door} · ${asks}`;
  const told = tell.step('refusal', title, async () => {
    const heard = await knock.knock(house);
    const got = heard.kind === 'refused' ? heard.code : heard.kind;
    if (got !== expect) throw new Error(`${who} at ${door} asking ${asks} got ${got}, not ${expect}`);
    const logged = await logOf(house, heard, stage.signal);
    const said = heard.kind === 'refused' ? { title: heard.title, requestId: heard.requestId } : {};
    return { value: true, facts: { who, door, asks, code: got, ...said, logged } };
  });
  return told.catch(() => {
    stage.signal.throwIfAborted();
    return false;
  });
}

const accessLine = z.object({ code: z.string(), msg: z.string() });

/** What the gateway's log says of the request, which must be the same code; null where there is no request. */
async function logOf({ places }: House, heard: Heard, signal: AbortSignal): Promise<string | null> {
  if (heard.kind !== 'refused' || heard.requestId === null) return null;
  const { requestId, code } = heard;
  return waitFor(signal, `the gateway's log to speak of ${requestId}`, async () => {
    const line = readFileSync(accessLogOf(places.workspace), 'utf8')
      .split('\n')
      .find((each) => each.includes(requestId));
    if (line === undefined) return null;
    const entry = accessLine.parse(JSON.parse(line));
    if (entry.code !== code) throw new Error(`the log says ${entry.code} of a refusal with ${code}`);
    return entry.msg;
  });
}

/** The gateway has the new destinations in force. */
export async function reload({ stage }: StoryWorld): Promise<void> {
  await using gateway = await connectLocal(gatewayAdminContract, stage.places.sockets.gateway, {
    signal: stage.signal,
  });
  const { outcome } = await gateway.call('reload', {}, stage.signal);
  if (outcome !== 'loaded') throw new Error(`the gateway's file: ${outcome}`);
}

/** All devices that are enrolled stand in the gateway's view. */
async function isKnown({ stage }: StoryWorld): Promise<true | null> {
  await using gateway = await connectLocal(gatewayAdminContract, stage.places.sockets.gateway, {
    signal: stage.signal,
  });
  const { endpoints } = await gateway.call('endpoints', {}, stage.signal);
  const ended = endpoints.filter(({ state }) => state === 'revoked').length;
  return endpoints.length >= 4 && ended >= 1 && endpoints.filter(({ online }) => online).length >= 2 ? true : null;
}
