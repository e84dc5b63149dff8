// What ends a live session: each cause on each carrier, seen from the other ends of both connections.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { frameType } from '../../../shared/tunnel/frame.ts';
import { recordOf } from '../../doubles/ems-for-gateway.ts';
import { type Origin, pour, startOrigin } from '../../doubles/origin.ts';
import type { Credentials } from '../../doubles/throwaway-pki.ts';
import { ask, dialGateway, dialTunnel, type TunnelClient } from './clients.ts';
import { type GatewayWorld, type Services, startGatewayWorld } from './gateway-world.ts';

let origin: Origin;
let world: GatewayWorld;
let services: Services;

before(async () => {
  origin = await startOrigin(pour);
  services = { destinations: { 'pour.corp.test': origin.port } };
  world = await startGatewayWorld(services);
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

/** A session over which data flows, and how its client sees it end. */
interface Live {
  readonly ended: Promise<string>;
}

const carriers = {
  async tunnel(shown: Credentials): Promise<Live> {
    const client = await dialTunnel(world, shown);
    const flowing = firstBytes(client);
    client.open(1, 'pour.corp.test', origin.port);
    await flowing;
    return { ended: client.ended };
  },
  connect: (shown: Credentials) =>
    plain(shown, `CONNECT pour.corp.test:${origin.port} HTTP/1.1\r\nHost: pour.corp.test\r\n\r\n`, 200),
  'tcp-forwarding': (shown: Credentials) =>
    plain(
      shown,
      `GET /tcp?port=${origin.port}&tls=1&address=pour.corp.test&other=1 HTTP/1.1\r\nHost: gw\r\n` +
        'Upgrade: tcp-forwarding/1.0\r\nConnection: Upgrade\r\n\r\n',
      101,
    ),
} as const;

async function plain(shown: Credentials, head: string, status: number): Promise<Live> {
  const socket = await dialGateway(world, shown);
  const answer = await ask(socket, head);
  assert.equal(answer.status, status);
  const ended = endOf(socket);
  await new Promise<void>((resolve) => {
    socket.once('data', () => resolve());
    socket.resume();
  });
  socket.on('data', () => undefined);
  return { ended };
}

function endOf(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    let code = 'clean';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? error.message;
    });
    socket.on('close', () => resolve(code));
  });
}

function firstBytes(client: TunnelClient): Promise<void> {
  return new Promise((resolve) => {
    client.onData = () => resolve();
  });
}

/** Causes: what happens, with which code the session ends, and how the world is put right again. */
const causes = {
  'a tag is lost': {
    code: '065',
    happen: () => world.ems.put({ uid: world.pki.uid, tags: [] }),
    mend: () => world.ems.put({ uid: world.pki.uid, tags: ['trusted'] }),
  },
  'the certificate is revoked': {
    code: '063',
    happen: () =>
      world.ems.put({ uid: world.pki.uid, certificates: [recordOf(world.pki, world.device, { state: 'revoked' })] }),
    mend: () => world.ems.put({ uid: world.pki.uid, certificates: [recordOf(world.pki, world.device)] }),
  },
  'the device is revoked': {
    code: '063',
    happen: () => world.ems.put({ uid: world.pki.uid, state: 'revoked' }),
    mend: () => world.ems.put({ uid: world.pki.uid, state: 'active' }),
  },
  'the device goes offline': {
    code: '067',
    happen: () => world.ems.put({ uid: world.pki.uid, online: false }),
    mend: () => world.ems.put({ uid: world.pki.uid, online: true }),
  },
  'the device is silent until its tags end': {
    code: '067',
    happen: () => world.ems.put({ uid: world.pki.uid, validForMs: 50 }),
    mend: () => world.ems.put({ uid: world.pki.uid, validForMs: 180_000 }),
  },
  'the device is no longer known': {
    code: '066',
    happen: () => world.ems.remove(world.pki.uid),
    mend: () =>
      world.ems.put({
        uid: world.pki.uid,
        tags: ['trusted'],
        certificates: [recordOf(world.pki, world.device)],
      }),
  },
  'its CA is replaced': {
    code: '001',
    happen: () => world.ems.trust([world.pki.fabric.certificatePem]),
    mend: () => world.ems.trust([world.pki.ztna.certificatePem]),
  },
  'the view is older than the threshold': {
    code: '066',
    happen: () => world.configure({ ...services, threshold: 1 }),
    mend: () => {
      world.ems.beat();
      return world.configure(services);
    },
  },
  'a policy denies it': {
    code: '062',
    happen: () =>
      world.configure({
        ...services,
        policies: '\n  - {name: closed, action: deny, ztna-destination: all, ztna-ems-tag: none}',
      }),
    mend: () => world.configure(services),
  },
  'the destination is removed': {
    code: '022',
    happen: () => world.configure({ destinations: {}, policies: ' []' }),
    mend: () => world.configure(services),
  },
  'its address is no longer allowed': {
    code: '081',
    happen: () => world.configure({ ...services, allow: 'kind: tcp' }),
    mend: () => world.configure(services),
  },
} as const;

for (const [cause, { code, happen, mend }] of Object.entries(causes)) {
  for (const [carrier, start] of Object.entries(carriers)) {
    test(`${cause}: ${carrier} is reset at both ends (${code})`, async () => {
      const live = await start(world.device);
      const served = origin.connections.at(-1);
      assert.ok(served !== undefined);
      const originEnded = new Promise<string>((resolve) => {
        served.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
        served.once('end', () => resolve('clean'));
      });
      const before = world.accessLog.length;
      await happen();
      try {
        assert.equal(await live.ended, 'ECONNRESET');
        assert.match(await originEnded, /^(ECONNRESET|EPIPE)$/);
        const line = world.accessLog[before];
        assert.deepEqual([line?.action, line?.code, line?.service], ['close', code, carrier]);
      } finally {
        await mend();
        await world.ems.settled();
      }
    });
  }
}

test('the reason arrives as NOTICE on another connection of the device', async () => {
  const idle = await dialTunnel(world, world.device);
  const busy = await dialTunnel(world, world.device);
  const flowing = firstBytes(busy);
  busy.open(1, 'pour.corp.test', origin.port);
  await flowing;
  world.ems.put({ uid: world.pki.uid, tags: [] });
  const notice = await idle.control();
  assert.equal(notice.type, frameType.notice);
  assert.equal(notice.denial?.code, '065');
  assert.deepEqual(notice.denial?.tags, ['trusted']);
  assert.equal(notice.denial?.destination, `pour.corp.test:${origin.port}`);
  assert.equal(await busy.ended, 'ECONNRESET');
  world.ems.put({ uid: world.pki.uid, tags: ['trusted'] });
  await world.ems.settled();
  idle.socket.destroy();
});

test('an idle connection of a revoked certificate hears why and is reset', async () => {
  const idle = await dialTunnel(world, world.device);
  world.ems.put({ uid: world.pki.uid, certificates: [recordOf(world.pki, world.device, { state: 'revoked' })] });
  assert.equal((await idle.control()).denial?.code, '063');
  assert.equal(await idle.ended, 'ECONNRESET');
  world.ems.put({ uid: world.pki.uid, certificates: [recordOf(world.pki, world.device)] });
  await world.ems.settled();
});

/** Waits until the gateway has asked for the name of a destination whose name server does not answer. */
async function untilResolving(): Promise<void> {
  const before = world.dns.asked.length;
  while (world.dns.asked.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
}

for (const [cause, { code, happen, mend }] of Object.entries(causes)) {
  // The address is not known yet, so it cannot be the cause.
  if (code === '081') continue;
  test(`${cause}: a dial that is under way is given up, and the refusal says why (${code})`, async () => {
    world.dns.set('pour.corp.test', 'silent');
    const client = await dialTunnel(world, world.device);
    const resolving = untilResolving();
    client.open(1, 'pour.corp.test', origin.port);
    await resolving;
    try {
      await happen();
      let refused = await client.control();
      // A connection that is itself at its end hears that, too.
      if (refused.type === frameType.notice) refused = await client.control();
      assert.deepEqual([refused.type, refused.denial?.code], [frameType.denied, code]);
    } finally {
      await mend();
      await world.ems.settled();
      world.dns.set('pour.corp.test', ['127.0.0.1']);
      client.socket.destroy();
    }
  });
}

for (const [carrier, start] of Object.entries(carriers)) {
  test(`the certificate comes to its end: ${carrier} is reset`, async () => {
    const aDay = 86_400_000;
    const ending = await world.pki.machine({ notBefore: new Date(Date.now() - aDay + 2_000), days: 1 });
    const certificates = [world.device, ending].map((one) => recordOf(world.pki, one));
    world.ems.put({ uid: world.pki.uid, certificates });
    await world.ems.settled();
    const before = world.accessLog.length;
    const live = await start(ending);
    assert.equal(await live.ended, 'ECONNRESET');
    assert.equal(world.accessLog[before]?.code, '001');
  });
}

test('a reload keeps the sessions that the new file still allows', async () => {
  const client = await dialTunnel(world, world.device);
  const flowing = firstBytes(client);
  client.open(1, 'pour.corp.test', origin.port);
  await flowing;
  await world.configure({
    ...services,
    policies: '\n  - {name: renamed, action: accept, ztna-destination: all, ztna-ems-tag: none}',
  });
  await firstBytes(client);
  assert.equal(client.socket.destroyed, false);
  await world.configure(services);
  client.socket.destroy();
});

test('a stream that is over but for bytes on their way to its server is cut without touching the next one', async () => {
  await using deaf = await startOrigin((socket) => {
    socket.pause();
    socket.end();
  });
  const both = { destinations: { 'deaf.corp.test': deaf.port, 'pour.corp.test': origin.port } };
  await world.configure(both);
  const client = await dialTunnel(world, world.device);
  client.open(1, 'deaf.corp.test', deaf.port);
  assert.equal((await client.control()).type, frameType.opened);
  assert.equal((await client.control()).type, frameType.fin);
  for (let sent = 0; sent < 16; sent += 1) client.data(1, Buffer.alloc(60_000));
  client.send(frameType.fin, 1);
  const flowing = firstBytes(client);
  client.open(2, 'pour.corp.test', origin.port);
  await flowing;
  const reset = new Promise((resolve) => deaf.connections[0]?.once('close', resolve));
  deaf.connections[0]?.resume();
  await world.configure(services);
  await reset;
  await firstBytes(client);
  assert.equal(client.socket.destroyed, false);
  client.socket.destroy();
});
