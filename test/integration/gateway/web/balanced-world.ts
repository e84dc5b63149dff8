// A gateway with one web proxy before several real servers, and nobody asked for a certificate.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type GatewayWorld, startGatewayWorld } from '../gateway-world.ts';

export interface NamedServer extends AsyncDisposable {
  readonly port: number;
  /** Replaced by a test that needs another one; answers with its port. */
  serve: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface BalancedWorld extends AsyncDisposable {
  readonly world: GatewayWorld;
  readonly servers: readonly [NamedServer, NamedServer, NamedServer];
  /** Puts a file in force whose API gateways these are, by path; YAML in braces, without id and braces. */
  configure(gateways: Readonly<Record<string, string>>): Promise<string>;
  /** `realservers` of these servers, by place from 0. @param over YAML to add to each, after a comma */
  realservers(places: readonly number[], over?: (place: number) => string): string;
}

export async function startBalancedWorld(): Promise<BalancedWorld> {
  await using opening = new AsyncDisposableStack();
  const servers = [await namedServer(), await namedServer(), await namedServer()] as const;
  for (const server of servers) opening.use(server);
  const world = opening.use(await startGatewayWorld({ destinations: {} }));
  let used = 0;
  const stack = opening.move();
  return {
    world,
    servers,
    configure(gateways) {
      const rows = Object.entries(gateways).map(([path, gateway]) => {
        // A new id is a new API gateway, of whose servers nothing is known.
        used += 1;
        return `      - {id: ${used}, url-map: ${path}, service: http, ${gateway}}`;
      });
      return world.configure({
        destinations: {},
        policies: '\n  - {name: all, action: accept, ztna-proxy: [lb], ztna-ems-tag: none}',
        web: ['web-proxy:', '  - name: lb', '    client-cert: disable', '    api-gateway:', ...rows].join('\n'),
      });
    },
    realservers(places, over = () => '') {
      const rows = places.map(
        (place) => `{ip: 127.0.0.1, allow-addresses: [127.0.0.0/8], port: ${servers[place]?.port}${over(place)}}`,
      );
      return `realservers: [${rows.join(', ')}]`;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function namedServer(): Promise<NamedServer> {
  const server = createServer((request, response) => made.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  const made: NamedServer = {
    port: bound.port,
    serve: (request, response) => {
      request.resume();
      response.end(String(bound.port));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return made;
}
