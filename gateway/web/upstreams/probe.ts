// Asks a real server once whether it is well: by an echo request, a connection, or a page.

import { type Agent, request } from 'node:http';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Ping } from '../../../shared/node/ping/ping.ts';
import type { ApiGateway, RealServer } from '../../config/web-schema.ts';
import type { Addresses, Reach, Reachable } from '../../resolve/reach.ts';
import type { Probe, ProbeOutcome } from './health-checks.ts';

export interface ProbeParts {
  readonly reach: Reach;
  readonly addresses: Addresses;
  readonly ping: Ping;
  /** How requests come to this server, its TLS included. */
  agentFor(gateway: ApiGateway, server: RealServer): Agent;
}

/** Below: the server answers for itself. From here on something in it is broken. */
const brokenFrom = 500;

export function makeProbe(parts: ProbeParts): Probe {
  return async (server, gateway, signal) => {
    const { 'health-check-proto': proto } = server;
    switch (proto) {
      case 'ping':
        return await pinged(server, parts, signal);
      case 'tcp-connect':
        return await connected(server, parts.reach, signal);
      case 'http':
        return await asked(server, gateway, parts.agentFor(gateway, server), signal);
      default:
        return assertNever(proto);
    }
  };
}

async function pinged(server: RealServer, { addresses, ping }: ProbeParts, signal: AbortSignal): Promise<ProbeOutcome> {
  const found = await addresses(reachable(server), signal);
  return found.kind === 'failed' ? missed(`no address (${found.code})`) : await ping(found.addresses[0] ?? '', signal);
}

async function connected(server: RealServer, reach: Reach, signal: AbortSignal): Promise<ProbeOutcome> {
  const reached = await reach(reachable(server), signal);
  if (reached.kind === 'failed') return missed(`no connection (${reached.code})`);
  reached.socket.resetAndDestroy();
  return { kind: 'answered' };
}

function asked(server: RealServer, gateway: ApiGateway, agent: Agent, signal: AbortSignal): Promise<ProbeOutcome> {
  const host = server['http-host'] ?? server.ip ?? server.address ?? '';
  return new Promise((resolve) => {
    const question = request({ agent, host, port: server.port, path: '/', method: 'GET', headers: { host }, signal });
    question.on('error', (error) => resolve(missed(`no answer over ${gateway.service}: ${error.message}`)));
    question.on('response', (answer) => {
      const { statusCode = brokenFrom } = answer;
      // Nobody reads the page: its connection is not kept.
      answer.destroy();
      resolve(statusCode < brokenFrom ? { kind: 'answered' } : missed(`it answers with ${statusCode}`));
    });
    question.end();
  });
}

function reachable(server: RealServer): Reachable {
  return {
    address: server.ip ?? server.address ?? '',
    mappedport: server.port,
    'allow-addresses': server['allow-addresses'],
  };
}

function missed(why: string): ProbeOutcome {
  return { kind: 'missed', why };
}
