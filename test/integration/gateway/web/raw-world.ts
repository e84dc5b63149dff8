// A gateway with one web proxy, open to everybody, before a server that keeps every byte it gets.

import assert from 'node:assert/strict';
import { type GatewayWorld, startGatewayWorld } from '../gateway-world.ts';
import { type RecordingOrigin, startRecordingOrigin } from './recording-origin.ts';

export interface RawWorld extends AsyncDisposable {
  readonly world: GatewayWorld;
  readonly origin: RecordingOrigin;
}

export async function startRawWorld(): Promise<RawWorld> {
  await using opening = new AsyncDisposableStack();
  const origin = opening.use(await startRecordingOrigin());
  const world = opening.use(await startGatewayWorld({ destinations: {} }));
  const server = `{ip: 127.0.0.1, port: ${origin.port}, allow-addresses: [127.0.0.0/8]}`;
  const outcome = await world.configure({
    destinations: {},
    policies: '\n  - {name: all, action: accept, ztna-proxy: [raw], ztna-ems-tag: none}',
    web: `web-proxy:\n  - {name: raw, client-cert: disable, api-gateway: [{id: 1, service: http, realservers: [${server}]}]}`,
  });
  assert.equal(outcome, 'loaded');
  const stack = opening.move();
  return { world, origin, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
