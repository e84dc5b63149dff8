// Has one agent for each way to reach a real server, and lets go of those that left the file.

import type { GatewayConfig } from '../../config/schema.ts';
import type { ApiGateway, RealServer } from '../../config/web-schema.ts';
import type { Reach } from '../../resolve/reach.ts';
import { ServerAgent } from './server-agent.ts';

export interface ServerAgents extends Disposable {
  agentFor(gateway: ApiGateway, server: RealServer): ServerAgent;
  /** What the new file no longer says is not used again. */
  configure(config: GatewayConfig): void;
}

export function makeServerAgents(parts: {
  readonly reach: Reach;
  readonly dialled: (tookMs: number) => void;
}): ServerAgents {
  const agents = new Map<string, ServerAgent>();
  return {
    agentFor(gateway, server) {
      const key = keyOf(gateway, server);
      const known = agents.get(key);
      if (known !== undefined) return known;
      const made = new ServerAgent({ ...parts, server, service: gateway.service });
      agents.set(key, made);
      return made;
    },
    configure(config) {
      const wanted = new Set(
        config['web-proxy'].flatMap((proxy) =>
          proxy['api-gateway'].flatMap((gateway) => gateway.realservers.map((server) => keyOf(gateway, server))),
        ),
      );
      for (const [key, agent] of agents) {
        if (wanted.has(key)) continue;
        agents.delete(key);
        agent.retire();
      }
    },
    [Symbol.dispose]() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** What a connection depends on. */
function keyOf({ service }: ApiGateway, server: RealServer): string {
  const { ip, address, port } = server;
  return JSON.stringify([
    service,
    ip,
    address,
    port,
    server['verify-cert'],
    server['ca-file'],
    server['allow-addresses'],
  ]);
}
