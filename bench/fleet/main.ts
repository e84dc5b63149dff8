// `node build/boot.mjs bench/fleet/main.ts`: a fleet of simulated devices with real keys and connections, for any EMS.

import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { readInvitation } from '../../shared/node/invitation.ts';
import { makeLog } from '../../shared/node/log-sink.ts';
import { endWith, programOptions } from '../../shared/node/program-options.ts';
import { runToEnd } from '../../shared/node/shutdown.ts';
import { type Fleet, makeFleet } from './fleet.ts';
import { order, type Said } from './messages.ts';
import { help, readOptions } from './options.ts';

const options = programOptions(process.argv.slice(2), {
  program: 'fleet',
  help,
  names: ['ems', 'invitation-file', 'devices', 'keepalive', 'connect-over', 'orders'],
});
if (options.kind === 'end') process.exitCode = endWith(options);
else {
  const log = makeLog({ program: 'fleet' });
  process.exitCode = await runToEnd(async (signal, stack) => {
    const { invitationFile, ems, ...wanted } = readOptions(options.values);
    const invitation = readInvitation(await readFile(invitationFile, 'utf8'));
    const fleet = stack.use(
      makeFleet({ invitation: { ...invitation, ems: ems ?? invitation.ems }, devices: wanted.devices, signal, log }),
    );
    if (wanted.mode === 'orders') await takeOrders(fleet, signal);
    else await runAlone(fleet, wanted, signal);
    return 0;
  }, log);
}

/** One after the other, until the input ends: whoever gives the orders is gone then. */
async function takeOrders(fleet: Fleet, signal: AbortSignal): Promise<void> {
  say({ said: 'ready' });
  for await (const line of createInterface({ input: process.stdin, signal })) {
    const answer = await fleet.obey(order.parse(JSON.parse(line)));
    if (answer !== null) say(answer);
  }
}

/** Enrols, connects, reports at the keepalive, and tells every ten seconds what came of it. */
async function runAlone(
  fleet: Fleet,
  wanted: { readonly devices: number; readonly keepaliveMs: number; readonly connectOverMs: number },
  signal: AbortSignal,
): Promise<void> {
  const does = async (given: Parameters<Fleet['obey']>[0]) => {
    const answer = await fleet.obey(given);
    if (answer !== null) say(answer);
  };
  await does({ order: 'enrol' });
  await does({ order: 'connect', overMs: wanted.connectOverMs });
  await does({ order: 'rate', perSecond: (wanted.devices * 1_000) / wanted.keepaliveMs });
  while (!signal.aborted) {
    await sleep(10_000, undefined, { signal }).catch(() => undefined);
    await does({ order: 'window' });
  }
}

function say(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
