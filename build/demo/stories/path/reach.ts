// The protected services by name, through the tunnel: a page, a WebSocket, a shell, and 64 MiB.

import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gatewayAdminContract } from '../../../../shared/gateway/admin-contract.ts';
import { connectLocal } from '../../../../shared/node/local-socket/client.ts';
import { names } from '../../stage/configuration.ts';
import { hashOfKnownBytes } from '../../stage/services/known-bytes.ts';
import { titleOfPage } from '../../stage/services/pages.ts';
import { sshTools } from '../../stage/services/sshd.ts';
import { missingOf } from '../../stage/tools.ts';
import { waitFor } from '../../stage/wait-for.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { command, duration, remark, value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { curlCommand, liveWebSocket, runCurl, runSsh, sshCommand } from './client-programs.ts';
import { type PublishedName, seeNames } from './device.ts';
import { servicesOf } from './services.ts';

/** Both happen by themselves while the names are published; more than this would be a fault. */
const shortlyMs = 5_000;

const transferBytes = 64 * 1024 * 1024;

export async function reachServices(world: StoryWorld, agent: WatchedAgent): Promise<void> {
  const { tell, stage } = world;
  await awaitReach(world, agent);
  const { crm, files } = await servicesOf(agent);
  const noCurl = missingOf(['curl']);
  if (noCurl === null) await tell.step('http', 'A page, by name', () => page(world, crm));
  else tell.leaveOut('http', 'A page, by name', noCurl);
  await tell.step('websocket', 'A WebSocket, by name', () => webSocket(crm));
  const noSsh = missingOf(sshTools);
  if (stage.programs.sshd !== null) {
    await stage.programs.sshd;
    await tell.step('ssh', 'A shell on another machine, by name', () => shell(world, files));
  } else if (noSsh !== null) tell.leaveOut('ssh', 'A shell on another machine, by name', noSsh);
  if (noCurl === null) await tell.step('transfer', '64 MiB through the tunnel', () => transfer(world, crm));
  else tell.leaveOut('transfer', '64 MiB through the tunnel', noCurl);
}

/** Ends when both services can be reached by their names. */
export async function awaitReach(world: StoryWorld, agent: WatchedAgent): Promise<void> {
  const { tell, stage } = world;
  await stage.programs.services;
  await tell.step('names', 'The names of the services lead to the agent', () => seeNames(world, agent));
  await tell.step('gateway-view', 'The gateway has heard of the device and its tags', () => gatewayView(world));
  await tell.step('tunnel', 'The agent has a connection to the gateway ready', () => tunnel(agent));
}

async function gatewayView({ stage, outcome }: StoryWorld) {
  await using gateway = await connectLocal(gatewayAdminContract, stage.places.sockets.gateway, {
    signal: stage.signal,
  });
  const look = async () => {
    const { endpoints } = await gateway.call('endpoints', {}, stage.signal);
    const found = endpoints.find((each) => each.uid === outcome.uid);
    return found?.online && found.tags.some((tag) => tag === names.managed) ? found : null;
  };
  const view = await waitFor(stage.signal, 'the gateway to hear of the device', look, shortlyMs);
  return {
    value: undefined,
    facts: { online: view.online, tags: view.tags },
    lines: [value('device', `${view.uid}, online, ${view.tags.join(', ')}`)],
  };
}

async function tunnel(agent: WatchedAgent) {
  const found = await agent.until(
    'a tunnel to the gateway',
    ({ gateways }) => gateways.find(({ link }) => link.kind === 'ready') ?? null,
    shortlyMs,
  );
  const { serverName, addresses } = found.gateway;
  return {
    value: undefined,
    facts: { serverName, addresses },
    lines: [value('gateway', `${serverName} at ${addresses}`)],
  };
}

/** One attempt, which has to succeed: nobody retries a page for the user. */
async function page({ sinceStart }: StoryWorld, crm: PublishedName) {
  const got = await runCurl(crm, '/');
  if (got.code !== 0) throw new Error(`curl ended with ${got.code}: ${got.stderr.trim()}`);
  if (!got.stdout.includes(titleOfPage)) throw new Error(`another page came:\n${got.stdout.trim()}`);
  const firstByteAfterMs = Math.round(sinceStart());
  return {
    value: undefined,
    facts: { url: `http://${crm.name}:${crm.usualPort}/`, bytes: got.stdout.length, firstByteAfterMs },
    lines: [
      command(curlCommand(crm, '/'), got.stdout),
      remark(`The first byte through the tunnel came ${duration(firstByteAfterMs)} after the start of the demo.`),
    ],
  };
}

async function webSocket(crm: PublishedName) {
  using live = await liveWebSocket(crm);
  return { value: undefined, facts: { said: live.said }, lines: [value('it says', live.said.join(', '))] };
}

async function shell({ stage, outcome }: StoryWorld, files: PublishedName) {
  const remote = 'echo "$(whoami) on $SSH_CONNECTION"';
  const got = await runSsh(stage.places, files, remote);
  outcome.ssh = { exitCode: got.code };
  if (got.code !== 0) throw new Error(`ssh ended with ${got.code}: ${got.stderr.trim()}`);
  return {
    value: undefined,
    facts: { exitCode: got.code, output: got.stdout.trim() },
    lines: [command(sshCommand(stage.places, files, remote), got.stdout)],
  };
}

async function transfer({ stage, outcome }: StoryWorld, crm: PublishedName) {
  const copy = path.join(stage.places.workspace, 'copy');
  const got = await runCurl(crm, `/bytes/${transferBytes}`, ['-o', copy, '-w', '%{time_total} %{size_download}']);
  if (got.code !== 0) throw new Error(`curl ended with ${got.code}: ${got.stderr.trim()}`);
  const [seconds = 0, bytes = 0] = got.stdout.split(' ').map(Number);
  const hash = createHash('sha256');
  await pipeline(createReadStream(copy), hash);
  rmSync(copy);
  const received = hash.digest('hex');
  const expected = hashOfKnownBytes(transferBytes);
  const mibPerSecond = Math.round(bytes / 1024 / 1024 / seconds);
  outcome.transfer = { bytes, sha256Match: received === expected, mibPerSecond };
  if (received !== expected) throw new Error(`the copy has SHA-256 ${received}, the original ${expected}`);
  return {
    value: undefined,
    facts: { ...outcome.transfer, sha256: received },
    lines: [
      command(`${curlCommand(crm, `/bytes/${transferBytes}`)} | sha256sum`, received),
      value('original', expected),
      value('speed', `${mibPerSecond} MiB/s (${duration(seconds * 1000)})`),
    ],
  };
}
