// The stage of the kill table with a web proxy: a user's certificate, and a server that answers in every way there is.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { recordOf } from '../../doubles/ems-for-gateway.ts';
import type { Credentials } from '../../doubles/throwaway-pki.ts';
import type { GatewayWorld, Services } from '../gateway/gateway-world.ts';
import { openStage, type Stage } from './stage.ts';

/** Its `world.device` is the user's certificate, and its files name a web proxy where the others name destinations. */
export interface WebStage extends Stage {
  /** Waits for the request with this number in its query; tells how its connection ends. */
  arrived(number: number): Promise<Arrived>;
  /** Requests for what only a name that is held leads to. */
  readonly heldRequests: () => number;
}

export interface Arrived {
  /** `clean`, or the code of an error. */
  readonly end: Promise<string>;
}

/** Each name has an API gateway of its own, so that no kept connection can take what waits for it. */
export const heldNames = ['held1.corp.test', 'held2.corp.test', 'held3.corp.test'] as const;

export async function openWebStage(): Promise<WebStage> {
  await using opening = new AsyncDisposableStack();
  const server = await startEverything();
  opening.defer(server.close);
  let user: Credentials | null = null;
  const stage = opening.use(
    await openStage(async ({ pki }) => {
      user = await pki.user('anna');
      return [recordOf(pki, user, { osUser: 'anna' })];
    }),
  );
  const { stalled, services } = stage;
  for (const name of ['app.corp.test', 'stalled.corp.test', ...heldNames]) stage.world.dns.set(name, ['127.0.0.1']);
  const written = (wanted: Services): Services => ({
    ...wanted,
    destinations: {},
    policies: (wanted.policies ?? staff).replaceAll('ztna-destination: all', 'ztna-proxy: [app]'),
    web: webSection(
      // Without any application there would be no access proxy at all.
      Object.keys(wanted.destinations).length === 0
        ? [['/elsewhere', 'app.corp.test', server.port]]
        : places(server.port, stalled.port),
      wanted.allow,
    ),
  });
  const world: GatewayWorld = Object.create(stage.world, {
    device: { value: user },
    configure: { value: (wanted: Services) => stage.world.configure(written(wanted)) },
  });
  await world.configure(services);
  const stack = opening.move();
  return {
    ...stage,
    world,
    arrived: server.arrived,
    heldRequests: server.heldRequests,
    async putRight() {
      await stage.putRight();
      await world.configure(services);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const staff = '\n  - {name: staff, action: accept, ztna-destination: all, ztna-ems-tag: [trusted]}';

type Place = readonly [path: string, name: string, port: number];

function places(port: number, stalledPort: number): readonly Place[] {
  return [
    ['/', 'app.corp.test', port],
    ...heldNames.map((name, at): Place => [`/held${at + 1}`, name, port]),
    ['/stalled', 'stalled.corp.test', stalledPort],
  ];
}

function webSection(gateways: readonly Place[], allow: string | undefined): string {
  const allowed = allow === undefined ? ', allow-addresses: [127.0.0.0/8]' : '';
  const rows = gateways.map(
    ([path, name, at], index) =>
      `{id: ${index + 1}, url-map: ${path}, service: http, persistence: http-cookie, ` +
      `realservers: [{addr-type: fqdn, address: ${name}, port: ${at}${allowed}}]}`,
  );
  return `web-proxy:\n  - name: app\n    api-gateway: [${rows.join(', ')}]`;
}

const trickleMs = 5;

/** Answers by the first part of the path. */
async function startEverything() {
  const requests = new Map<number, Arrived>();
  let held = 0;
  const note = ({ url = '', socket }: IncomingMessage) => {
    if (url.startsWith('/held')) held += 1;
    requests.set(Number(url.split('?')[1]), { end: endOf(socket) });
  };
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    note(request);
    serve(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    note(request);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.on('data', () => undefined);
    trickle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('no port');
  return {
    port: bound.port,
    heldRequests: () => held,
    async arrived(number: number): Promise<Arrived> {
      for (;;) {
        const found = requests.get(number);
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  const [, path] = /^\/(\w*)/.exec(request.url ?? '') ?? [];
  if (path === 'wait') return;
  if (path === 'events') response.setHeader('Content-Type', 'text/event-stream');
  if (path === 'pour' || path === 'events') trickle(response);
  // What is held has to be dialled anew each time.
  else response.writeHead(200, path === '' ? {} : { Connection: 'close' }).end('done');
}

/** Says a little again and again, without end. */
function trickle(to: NodeJS.WritableStream & { readonly destroyed?: boolean }): void {
  const timer = setInterval(() => {
    if (to.destroyed === true) clearInterval(timer);
    else to.write('data: more\n\n');
  }, trickleMs);
  to.once('close', () => clearInterval(timer));
}

function endOf(socket: Duplex): Promise<string> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('close', () => resolve('clean'));
  });
}
