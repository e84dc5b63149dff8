// What agent and machine are, for whoever is to help.

import os from 'node:os';
import process from 'node:process';
import { agentContract } from '../../shared/agent/agent-contract.ts';
import { version } from '../../shared/node/version.ts';
import { osFamily, osVersion } from '../inventory.ts';
import type { World } from '../world.ts';

export async function about(world: World): Promise<Readonly<Record<string, unknown>>> {
  const { machineKey, localUsers, allowedEms, loopbackRange, warmConnections } = world.config;
  return {
    agent: version,
    contract: agentContract.version,
    node: process.versions.node,
    openssl: process.versions.openssl,
    os: { family: osFamily(world), version: await osVersion(world), kernel: os.release(), arch: process.arch },
    runsForSeconds: Math.round(process.uptime()),
    machineRunsForSeconds: Math.round(os.uptime()),
    memoryMiB: Math.round(process.memoryUsage.rss() / 1_048_576),
    runsAsRoot: process.getuid?.() === 0,
    settings: {
      machineKey,
      loopbackRange,
      warmConnections,
      localUsers: localUsers === undefined ? 'those with a session' : localUsers.length,
      allowedEms: allowedEms === undefined ? 'any' : allowedEms.length,
    },
  };
}
