// Programs that know nothing of us, at the gateway: curl through CONNECT, openssl and socat with a request typed by hand.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Nginx, page, startNginx } from './servers/nginx.ts';
import { curlThrough, gatewayName, type Shown, sClient } from './stage/clients.ts';
import { addresses } from './stage/network.ts';
import { asked } from './stage/organisation.ts';
import { inOwnMachine } from './stage/own-machine.ts';
import { openStage, type Stage } from './stage/stage.ts';

await inOwnMachine();

let stage: Stage;
let nginx: Nginx;
let revoked: Shown;
const opened = new AsyncDisposableStack();

before(async () => {
  const services = [
    { name: 'web', port: 80, kind: 'http' },
    { name: 'web-tls', host: 'web', port: 443 },
  ] as const;
  stage = opened.use(await openStage({ services }));
  nginx = opened.use(await startNginx(stage.directory));
  revoked = await revokedDevice();
});
after(() => opened.disposeAsync());

const tunnel = '--proxytunnel';
const http = 'http://web.corp.test/';
const https = 'https://web.corp.test/';

interface CurlRow {
  readonly what: string;
  readonly as: 'the device' | 'nobody' | 'a revoked device';
  readonly args: readonly string[];
  /** The page, or the status and code of the refusal. */
  readonly gets: 'the page' | { readonly status: number; readonly code: string };
}

const curlRows: readonly CurlRow[] = [
  { what: 'gets a page', as: 'the device', args: [tunnel, http], gets: 'the page' },
  { what: 'gets a page with TLS end to end', as: 'the device', args: [https], gets: 'the page' },
  { what: 'is refused', as: 'nobody', args: [tunnel, http], gets: { status: 403, code: '002' } },
  { what: 'is refused also with TLS', as: 'nobody', args: [https], gets: { status: 403, code: '002' } },
  { what: 'is refused', as: 'a revoked device', args: [tunnel, http], gets: { status: 403, code: '063' } },
  {
    what: 'is refused another port of a server it may reach',
    as: 'the device',
    args: [tunnel, 'http://web.corp.test:8080/'],
    gets: { status: 404, code: '022' },
  },
  {
    what: 'is refused a name nobody published',
    as: 'the device',
    args: ['https://wiki.corp.test/'],
    gets: { status: 404, code: '022' },
  },
];

for (const { what, as, args, gets } of curlRows)
  test(`curl with the certificate of ${as} ${what}: ${args.at(-1)}`, async () => {
    const shown = { 'the device': stage.pem, nobody: null, 'a revoked device': revoked }[as];
    const more = ['-v', '--cacert', nginx.ca, ...args];
    const { code, out, err, all } = await stage.device.run(curlThrough(stage, shown, more));
    if (gets === 'the page') {
      assert.equal(code, 0, all);
      assert.equal(out, page);
      return;
    }
    assert.equal(code, 56, all);
    assert.ok(err.includes(`CONNECT tunnel failed, response ${gets.status}`), all);
    // The body of a refused CONNECT is shown to nobody by curl or a browser; this header is.
    assert.ok(err.includes(`< Proxy-Status: stile-gateway; details="${gets.code}"\r\n`), all);
    assert.match(err, /^< X-Stile-Request-Id: req_[A-Z2-7]{26}\r$/m);
  });

test('curl does not take the gateway for one if it is dialled by another name', async () => {
  const other = `gateway.corp.test:9443`;
  const args = ['-x', `https://${other}`, '--resolve', `${other}:${addresses.edge.ipv4}`, http];
  const { code, all } = await stage.device.run(curlThrough(stage, stage.pem, args));
  assert.equal(code, 60, all);
});

test('curl that takes the gateway for a proxy of plain requests is told what to do', async () => {
  const { code, out, all } = await stage.device.run(curlThrough(stage, stage.pem, ['-w', '%{http_code}', http]));
  assert.equal(code, 0, all);
  assert.match(out, /"code":"091".*"hint":"[^"]*CONNECT host:port".*\n400$/s);
});

const host = `Host: ${gatewayName}:9443`;
const upgrade = 'Upgrade: tcp-forwarding/1.0\r\nConnection: Upgrade';
const typed = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const get = (query: string) => `GET /tcp?${query} HTTP/1.1`;
const target = 'address=web.corp.test&port=80&tls=1';

interface TypedRow {
  readonly what: string;
  readonly text: string;
  readonly answer: RegExp;
}

const opening: readonly TypedRow[] = [
  {
    what: "FortiClient's request",
    text: typed(
      get(target),
      host,
      'User-Agent: Forticlient',
      'Accept: */*',
      upgrade,
      'Cookie:',
      'Authorization: Basic Og==',
    ),
    answer:
      /^HTTP\/1\.1 101 [^\r]*\r\nUpgrade: tcp-forwarding\/1\.0\r\nConnection: Upgrade\r\nX-Stile-Request-Id: req_\w+\r\n\r\n/m,
  },
  {
    what: 'CONNECT',
    text: typed('CONNECT web.corp.test:80 HTTP/1.1', 'Host: web.corp.test:80'),
    answer: /^HTTP\/1\.1 200 [^\r]*\r\nX-Stile-Request-Id: req_\w+\r\n\r\n/m,
  },
];

const request = 'GET / HTTP/1.0\r\n\r\n';

for (const { what, text, answer } of opening) {
  test(`openssl, typing ${what}, is answered and then talks with the server`, async () => {
    await using client = stage.device.start(sClient(stage, stage.pem, ['-quiet']));
    client.type(text);
    await client.says(answer);
    client.type(request);
    const { out } = await client.ended;
    assert.match(out, answer);
    assert.match(out, /HTTP\/1\.1 200 OK\r\nServer: nginx/);
    assert.ok(out.endsWith(page));
  });

  test(`socat, typing ${what}, is answered and then talks with the server`, async () => {
    await using client = stage.device.start(socat(stage.pem));
    client.type(text);
    await client.says(answer);
    client.type(request);
    assert.ok((await client.ended).out.endsWith(page));
  });

  test(`whoever types ${what} without a certificate is refused and closed`, async () => {
    assert.match(await answerTo(text, null), /^HTTP\/1\.1 403 .*"code":"002"/s);
  });

  test(`whoever sends to the server behind ${what} before the answer is closed, and hears nothing of it`, async () => {
    const out = await answerTo(text + request, stage.pem);
    assert.doesNotMatch(out, /nginx/);
  });
}

const malformed: readonly TypedRow[] = [
  {
    what: 'leaving TLS after the answer',
    text: typed(get('address=web.corp.test&port=80&tls=0'), host, upgrade),
    answer: /^HTTP\/1\.1 400 .*"code":"091".*"hint":"tls=0/s,
  },
  {
    what: 'a request that asks for no upgrade',
    text: typed(get(target), host),
    answer: /^HTTP\/1\.1 400 .*"hint":"[^"]*Upgrade: tcp-forwarding\/1\.0/s,
  },
  {
    what: 'the absolute form',
    text: typed('GET http://web.corp.test/ HTTP/1.1', 'Host: web.corp.test'),
    answer: /^HTTP\/1\.1 400 .*"hint":"[^"]*CONNECT host:port"/s,
  },
  {
    what: 'HTTP/1.0',
    text: typed('CONNECT web.corp.test:80 HTTP/1.0', host),
    answer: /^HTTP\/1\.1 400 .*"code":"091"/s,
  },
  {
    what: 'two hosts',
    text: typed(get(target), host, 'Host: other.test', upgrade),
    answer: /^HTTP\/1\.1 400 .*"hint":"exactly one Host/s,
  },
  {
    what: 'a path of the gateway itself',
    text: typed('GET /.stile/jwks.json HTTP/1.1', host),
    answer: /^HTTP\/1\.1 404 .*"code":"021"/s,
  },
  { what: 'what is no HTTP', text: 'EHLO laptop\r\n', answer: /^HTTP\/1\.1 400 .*"code":"091"/s },
];

for (const { what, text, answer } of malformed)
  test(`openssl, typing ${what}, is told why not and closed, and what it typed behind it is not read`, async () => {
    const out = await answerTo(text + typed('CONNECT web.corp.test:80 HTTP/1.1', host), stage.pem);
    assert.match(out, answer);
    assert.match(out, /^Connection: close\r$/m);
    assert.equal(out.match(/^HTTP\//gm)?.length, 1, out);
  });

const unknown: readonly TypedRow[] = [
  {
    what: 'a destination nobody published',
    text: typed(get('address=wiki.corp.test&port=80&tls=1'), host, upgrade),
    answer: /^HTTP\/1\.1 404 .*"code":"022"/s,
  },
  {
    what: 'an address instead of a name',
    text: typed(`CONNECT ${addresses.services.ipv4}:80 HTTP/1.1`, host),
    answer: /^HTTP\/1\.1 404 .*"code":"022"/s,
  },
];

for (const { what, text, answer } of unknown)
  test(`openssl, typing ${what}, is told so and closed`, async () => {
    assert.match(await answerTo(text, stage.pem), answer);
  });

/** All that comes back until the gateway closes. */
async function answerTo(text: string, shown: Shown | null): Promise<string> {
  await using client = stage.device.start(sClient(stage, shown, ['-quiet', '-no_ign_eof']));
  client.type(text);
  return (await client.ended).out;
}

function socat({ cert, key, ca }: Stage['pem']): readonly string[] {
  const options = `cert=${cert},key=${key},cafile=${ca},verify=1,commonname=${gatewayName},snihost=${gatewayName}`;
  return ['/usr/bin/socat', '-', `OPENSSL:${addresses.edge.ipv4}:9443,${options}`];
}

/** Enrolled, then revoked; the gateway has heard of it. */
async function revokedDevice(): Promise<Shown> {
  const { ems } = stage.organisation;
  const { uid, cert, key } = await ems.enroll();
  const shown = { cert: path.join(stage.directory, 'revoked.pem'), key: path.join(stage.directory, 'revoked.key') };
  await writeFile(shown.cert, cert);
  await writeFile(shown.key, key, { mode: 0o600 });
  await ems.admin.call('revokeEndpoint', { uid, reason: 'stolen' });
  const [{ text } = { text: '' }] = opening;
  await asked(async () => (await answerTo(text, shown)).includes('"code":"063"'));
  return shown;
}
