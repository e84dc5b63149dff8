// Networks that are not a plain IPv4 cable: IPv6 alone, a router that answers for the gateway, paths with small packets.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { hashOfLarge, type Nginx, page, startNginx } from './servers/nginx.ts';
import { addresses, ip, layCablesThroughRouter, limitRouter, silenceRouter } from './stage/network.ts';
import { asked } from './stage/organisation.ts';
import { inOwnMachine } from './stage/own-machine.ts';
import { openStage, type Stage } from './stage/stage.ts';

await inOwnMachine();

let stage: Stage;
let nginx: Nginx;
const opened = new AsyncDisposableStack();
const byIpv6 = [`[${addresses.edge.ipv6}]:9443`];
const byIpv4 = [`${addresses.edge.ipv4}:9443`];

before(async () => {
  const services = [
    { name: 'four', port: 80, kind: 'http' },
    { name: 'six', port: 80, kind: 'http', addresses: [addresses.services.ipv6] },
  ] as const;
  stage = opened.use(await openStage({ services, gatewayAddresses: byIpv6 }, layCablesThroughRouter));
  nginx = opened.use(await startNginx(stage.directory));
});
after(() => opened.disposeAsync());

const curl = (...args: readonly string[]) => stage.device.run(['/usr/bin/curl', '-sS', '--max-time', '60', ...args]);

/** The line of the gateway's access log about the latest connection. */
async function lastSession(): Promise<unknown> {
  const lines = stage.organisation.accessLog;
  await asked(async () => lines.some((line) => line.includes('"type":"traffic"')));
  return JSON.parse(lines.at(-1) ?? '');
}

for (const [name, to] of Object.entries({ four: addresses.services.ipv4, six: addresses.services.ipv6 }))
  test(`a gateway that has only IPv6 is used, for a server at ${to}`, async () => {
    const before = stage.organisation.accessLog.length;
    const { out, all } = await curl(`http://${name}.corp.test/`);
    assert.equal(out, page, all);
    await asked(async () => stage.organisation.accessLog.length > before);
    assert.partialDeepStrictEqual(await lastSession(), { srcip: addresses.device.ipv6, dstip: to });
  });

test('a router that answers for the gateway at its cable (proxy ARP) is gone through, and the new address is used at once', async () => {
  await stage.organisation.moveGateway(byIpv4);
  await stage.device.until(({ gateways }) =>
    gateways.some(({ gateway, link }) => gateway.addresses.join() === byIpv4.join() && link.kind === 'ready'),
  );
  const { out, all } = await curl('http://four.corp.test/');
  assert.equal(out, page, all);
  const gatewayMac = await routersMac();
  assert.equal(await neighbour(addresses.edge.ipv4), gatewayMac, 'the router answers for it');
  // The device's network is known by who answers, as the EMS hears with the next report.
  const way = { ip: addresses.device.ipv4, gatewayIp: addresses.edge.ipv4, gatewayMac };
  await asked(async () => {
    const { inventory } = await stage.organisation.ems.admin.call('showEndpoint', { uid: stage.uid });
    return inventory?.interfaces.some(({ mac, ...each }) => mac !== '' && isDeepStrictEqual(each, way)) === true;
  });
});

test('on a path that takes packets of 576 bytes all works: enrolling, the link to the EMS, 64 MiB both ways', async () => {
  await limitRouter(576);
  await stage.device.leave();
  await stage.device.restart({});
  await stage.device.enroll();
  const [copy, sent] = [path.join(stage.directory, 'copy'), path.join(nginx.uploads, 'sent')];
  const down = await curl('-o', copy, 'http://four.corp.test/large');
  assert.equal(down.code, 0, down.all);
  const up = await curl('-f', '-T', nginx.large, 'http://four.corp.test/uploads/sent');
  assert.equal(up.code, 0, up.all);
  for (const file of [copy, sent]) assert.equal(await hashOf(file), hashOfLarge());
  // Whoever learns it first tells the other when it opens a connection, and the other may never have to learn it.
  const known = [
    await ip('-n', 'device', 'route', 'get', addresses.edge.ipv4),
    await ip('route', 'get', addresses.device.ipv4),
  ];
  assert.match(known.join('\n'), /\bmtu 576\b/, 'the path is what it was to be');
});

test('on a path that swallows larger packets in silence the trouble is told, and over as soon as the path is well', async () => {
  await silenceRouter(true);
  await stage.device.restart({});
  const trouble = /EMS · problem · the EMS at \S+ cannot be reached/;
  const [{ code }] = await Promise.all([
    curl('--max-time', '8', 'http://four.corp.test/'),
    asked(async () => trouble.test(await stage.device.doctor())),
  ]);
  assert.notEqual(code, 0);
  await silenceRouter(false);
  await asked(async () => (await curl('http://four.corp.test/')).out === page);
});

/** Who answers at the device's cable for an address. */
async function neighbour(address: string): Promise<string | undefined> {
  const out = await ip('-n', 'device', 'neigh', 'show', address);
  return /lladdr (\S+)/.exec(out)?.[1];
}

async function routersMac(): Promise<string | undefined> {
  return /link\/ether (\S+)/.exec(await ip('-n', 'router', 'link', 'show', 'device'))?.[1];
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
