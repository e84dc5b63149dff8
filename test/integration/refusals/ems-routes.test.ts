// Every route of the EMS's listeners, as its table lists them, asked by everybody whom it does not take.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { agentEventsPath, agentRoutes } from '../../../shared/ems/agent-routes.ts';
import type { CallerKind, RouteTable } from '../../../shared/ems/define-routes.ts';
import { gatewayEventsPath, gatewayRoutes } from '../../../shared/ems/gateway-routes.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { catalogue, type ErrorCode } from '../../../shared/errors/catalogue.ts';
import { clientTlsOptions } from '../../../shared/node/tls/tls-options.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';
import { type Caller, everybody } from './ems-callers.ts';

/** Of the listener that is being walked. */
let ems: TestEms;
let callers: readonly Caller[];

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly takes: readonly CallerKind[];
  readonly headers?: Readonly<Record<string, string>>;
}

const upgrade = {
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** What a table serves, its answers without body, and the WebSocket beside it. */
function routesOf(table: RouteTable, events: string, takes: CallerKind): readonly Asked[] {
  const routes = Object.values(table);
  const heads = routes.filter((route) => route.method === 'GET').map((route) => ({ ...route, method: 'HEAD' }));
  return [...routes, ...heads, { method: 'GET', path: events, takes: [takes], headers: upgrade }];
}

const listeners = {
  agent: routesOf(agentRoutes, agentEventsPath, 'machine'),
  gateway: routesOf(gatewayRoutes, gatewayEventsPath, 'gateway'),
} as const;

interface Told {
  readonly status: number;
  readonly body: string;
}

async function ask(port: number, caller: Caller, { method, path, headers = {} }: Asked): Promise<Told> {
  const tls = clientTlsOptions({ ca: ems.ca, servername: 'localhost', ...(caller.shown ?? {}) });
  const asking = request({ ...tls, host: 'localhost', port, method, path, headers, agent: false }).end();
  const [answer]: IncomingMessage[] = await once(asking, 'response');
  assert.ok(answer !== undefined);
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

/** Every row of every table. */
async function kept(): Promise<string> {
  const store = testStore();
  const tables = await store.query(ems.directory, store.tablesQuery);
  assert.ok(tables.length > 5);
  const rows = await Promise.all(tables.map(({ name }) => store.query(ems.directory, `select * from ${String(name)}`)));
  return JSON.stringify(rows);
}

for (const listener of ['agent', 'gateway'] as const) {
  test(`${listener}: every route refuses whom it does not take, and nothing changes`, async (walk) => {
    // What time ends is retired by a sweep; here only what callers do may change anything.
    await using started = await runningEms({ settings: { sweepMs: 3_600_000 } });
    ems = started;
    callers = await everybody(ems);
    const port = ems.running.ports[listener];
    const routes = listeners[listener];
    for (const route of routes)
      await walk.test(`${route.method} ${route.path}`, () => expectStrangersRefused(port, route));
    await walk.test('whom a route takes is not refused as a stranger', () => expectOthersTaken(port, routes));
    await walk.test('what is no route is told apart from nothing, whoever asks', () => expectNowhere(listener, port));
  });
}

async function expectStrangersRefused(port: number, route: Asked): Promise<void> {
  const before = await kept();
  const strangers = callers.filter(({ kind }) => kind === null || !route.takes.includes(kind));
  assert.ok(strangers.length > 10);
  for (const caller of strangers) {
    const lines = ems.log.length;
    const told = await ask(port, caller, route);
    checkRefusal(told, caller.code, route, caller.who);
    checkLine(ems.log.slice(lines), caller, route);
  }
  assert.equal(await kept(), before);
}

async function expectOthersTaken(port: number, routes: readonly Asked[]): Promise<void> {
  const refusals: readonly ErrorCode[] = callers.map(({ code }) => code);
  for (const route of routes.filter(({ method, headers }) => method !== 'HEAD' && headers === undefined)) {
    // What ends the caller would end the table.
    if (route.path.endsWith('/unenroll') || route.path.endsWith('/renew')) continue;
    for (const caller of callers.filter(({ kind }) => kind !== null && route.takes.includes(kind))) {
      const { status, body } = await ask(port, caller, route);
      const code = status === 200 ? null : JSON.parse(body).code;
      assert.ok(!refusals.includes(code), `${caller.who} at ${route.path}: ${code}`);
    }
  }
}

async function expectNowhere(listener: keyof typeof listeners, port: number): Promise<void> {
  const nowhere = [
    ...['/', '/api', '/api/v1/enroll/', '/api/v1/admin', '/metrics', '/API/V1/ENROLL'].map((path) => ['GET', path]),
    ['DELETE', '/ca'],
    ['PATCH', '/api/v1/enroll'],
    ['OPTIONS', '/api/v1/agent/report'],
    ['GET', agentEventsPath],
    ['GET', gatewayEventsPath],
  ] as const;
  for (const [method = '', path = ''] of nowhere)
    for (const caller of callers.slice(0, 4))
      checkRefusal(await ask(port, caller, { method, path, takes: [] }), 'route-unknown', { method }, path);
  const other = listener === 'agent' ? gatewayEventsPath : agentEventsPath;
  for (const path of [other, '/', `${agentEventsPath}?x=1`, `${agentEventsPath}/`])
    for (const caller of callers.slice(0, 4)) {
      const told = await ask(port, caller, { method: 'GET', path, takes: [], headers: upgrade });
      checkRefusal(told, 'route-unknown', { method: 'GET' }, path);
    }
}

/** The catalogue's status, code and sentence, and nothing besides. */
function checkRefusal(told: Told, code: ErrorCode, { method }: { readonly method: string }, about: string): void {
  assert.equal(told.status, new AppError(code).status, about);
  if (method === 'HEAD') {
    assert.equal(told.body, '');
    return;
  }
  const body: Record<string, unknown> = JSON.parse(told.body);
  assert.deepEqual([Object.keys(body), body.code], [['code', 'message', 'next'], code], about);
  const sentence = catalogue[code].message.replace(/\{\w+\}/g, '.+');
  assert.match(String(body.message), new RegExp(`^${sentence}$`), about);
}

/** One line, which names the code, the route as the table spells it, and the certificate as people compare it. */
function checkLine(lines: readonly string[], caller: Caller, route: Asked): void {
  const refusals = lines.map((line) => JSON.parse(line)).filter((line) => line.msg === 'a request was refused');
  assert.equal(refusals.length, 1, `${caller.who}: ${lines.join('')}`);
  const [line] = refusals;
  assert.deepEqual([line.level, line.code, line.route, line.source], ['warn', caller.code, route.path, '127.0.0.1']);
  if (caller.shown === null) assert.equal(line.certificate, null);
  else assert.match(line.certificate, /^[0-9A-F]{40}$/);
}
