// What a gateway makes of request heads that are wrong, late, too large, or more than one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import type { DenialCode } from '../../../shared/tunnel/denial.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { dialGateway, readAnswer, upgradeHead } from '../gateway/clients.ts';
import { type GatewayWorld, startGatewayWorld } from '../gateway/gateway-world.ts';
import { checkHead, toTheEnd } from './gateway-runner.ts';

let origin: Origin;
let world: GatewayWorld;

before(async () => {
  origin = await startOrigin(echo);
  world = await startGatewayWorld(
    { destinations: { 'crm.corp.test': origin.port } },
    { frontTimes: { handshakeMs: 5_000, anonymousIdleMs: 5_000, authenticatedIdleMs: 5_000, headMs: 400 } },
  );
});

after(async () => {
  await world?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

const switching = 'Upgrade: stile-tunnel/1\r\nConnection: Upgrade\r\n';
const forwarding = (query: string, more = '') =>
  `GET /tcp?${query} HTTP/1.1\r\nHost: a\r\n${more}Upgrade: tcp-forwarding/1.0\r\nConnection: Upgrade\r\n\r\n`;
const connect = (target: string, version = '1.1', more = '') =>
  `CONNECT ${target} HTTP/${version}\r\nHost: a\r\n${more}\r\n`;
const tunnel = (more: string) => `GET /tunnel HTTP/1.1\r\n${more}${switching}\r\n`;

interface Row {
  readonly code: DenialCode;
  readonly hint?: RegExp;
  /** From head to what a client still sends after it. */
  readonly heads: readonly string[];
}

const rows: Readonly<Record<string, Row>> = {
  'an absolute form, as to a forward proxy': {
    code: '091',
    hint: /CONNECT host:port/,
    heads: [
      'GET http://crm.corp.test/ HTTP/1.1\r\nHost: crm.corp.test\r\n\r\n',
      'POST https://crm.corp.test/a HTTP/1.1\r\nHost: crm.corp.test\r\nContent-Length: 3\r\n\r\nabc',
      'OPTIONS * HTTP/1.1\r\nHost: crm.corp.test\r\n\r\n',
    ],
  },
  'no Host, or two': {
    code: '091',
    hint: /exactly one Host/,
    heads: [
      tunnel(''),
      tunnel('Host: a\r\nHost: b\r\n'),
      tunnel('Host: a\r\nhost: a\r\n'),
      tunnel(`Host: a\r\n${'X: y\r\n'.repeat(90)}Host: b\r\n`),
    ],
  },
  'more headers than a request has, and what they would hide': {
    code: '091',
    hint: /at most 100 headers/,
    heads: [
      tunnel(`Host: a\r\n${'X: 12345678\r\n'.repeat(1_500)}`),
      tunnel(`Host: a\r\n${'X: y\r\n'.repeat(100)}Host: b\r\n`),
    ],
  },
  'a body on a request that switches protocols': {
    code: '091',
    hint: /no body/,
    heads: [
      `${tunnel('Host: a\r\nContent-Length: 3\r\n')}abc`,
      `${tunnel('Host: a\r\nTransfer-Encoding: chunked\r\n')}0\r\n\r\n`,
      `${connect('crm.corp.test:80', '1.1', 'Content-Length: 3\r\n')}abc`,
      `${connect('crm.corp.test:80', '1.1', 'Transfer-Encoding: chunked\r\n')}0\r\n\r\n`,
      forwarding('address=crm.corp.test&port=80', 'Content-Length: 0\r\n'),
    ],
  },
  'lengths of which two readers make two requests': {
    code: '091',
    heads: [
      tunnel('Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n'),
      tunnel('Host: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n'),
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc',
    ],
  },
  'header lines that two readers read differently': {
    code: '091',
    heads: [
      tunnel('Host: a\r\nX: 1\r\n 2\r\n'),
      tunnel('Host: a\r\n X: 1\r\n'),
      tunnel('Host : a\r\n'),
      tunnel('Host: a\r\nX: 1\u0000\r\n'),
      tunnel('Host: a\r\nX\u0000: 1\r\n'),
      tunnel('Host: a\nX: 1\r\n'),
      tunnel('Host: a\r\nX: 1\rY: 2\r\n'),
      tunnel('Host: a\r\nno header\r\n'),
    ],
  },
  'another version or no HTTP at all': {
    code: '091',
    heads: [
      `GET /tunnel HTTP/1.0\r\nHost: a\r\n${switching}\r\n`,
      'GET /tunnel HTTP/0.9\r\n\r\n',
      'GET /tunnel\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'nonsense\r\n\r\n',
      '\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n',
      connect('crm.corp.test:80', '1.0'),
    ],
  },
  'a wire without what switches to it': {
    code: '091',
    hint: /Upgrade: (stile-tunnel\/1|tcp-forwarding\/1\.0)/,
    heads: [
      'GET /tunnel HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /tunnel HTTP/1.1\r\nHost: a\r\nUpgrade: stile-tunnel/1\r\n\r\n',
      'GET /tunnel HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      `POST /tunnel HTTP/1.1\r\nHost: a\r\n${switching}\r\n`,
      `GET /tcp?address=crm.corp.test&port=80 HTTP/1.1\r\nHost: a\r\n${switching}\r\n`,
      'GET /tcp?address=crm.corp.test&port=80 HTTP/1.1\r\nHost: a\r\n\r\n',
    ],
  },
  'a CONNECT that names no host and port': {
    code: '091',
    hint: /host:port/,
    heads: [
      'crm.corp.test',
      'crm.corp.test:',
      'crm.corp.test:0',
      'crm.corp.test:65536',
      'crm.corp.test:080808',
      'crm.corp.test:-1',
      'crm.corp.test:80:80',
      'crm.corp.test:http',
      ':80',
      'anna@crm.corp.test:80',
      'anna:pw@crm.corp.test:80',
      '[::1]',
      '[::1%25lo]:80',
      '::1:80',
      '[crm.corp.test]x:80',
      '[[::1]]:80',
      'crm.corp.test/:80',
      'crm_corp*test:80',
      `${'a'.repeat(254)}:80`,
    ].map((target) => connect(target)),
  },
  'a CONNECT that the parser does not take': {
    code: '091',
    heads: ['crm.corp.test :80', 'http://crm.corp.test:80', '/', ''].map((target) => connect(target)),
  },
  'parameters of /tcp that are missing, doubled or wrong': {
    code: '091',
    heads: [
      'port=80&tls=1',
      'address=crm.corp.test&tls=1',
      'address=&port=80',
      'address=crm.corp.test&port=0',
      'address=crm.corp.test&port=65536',
      'address=crm.corp.test&port=80&port=81',
      'address=crm.corp.test&address=crm.corp.test&port=80',
      'address=crm.corp.test&port=80&tls=0',
      'address=crm.corp.test&port=80&tls=',
      'address=crm.corp.test%0d%0aX:%201&port=80',
      'address=crm.corp.test%00&port=80',
      'address=crm%20corp.test&port=80',
      'address=anna%40crm.corp.test&port=80',
      'address=crm.corp.test:80&port=80',
      'address=%EF%BD%83rm.corp.test&port=80',
      'address=fe80::1%25lo&port=80',
    ].map((query) => forwarding(query)),
  },
  'the reserved path and one that nothing is at': {
    code: '021',
    heads: ['/.stile', '/.stile/', '/.stile/jwks.json', '/', '/tcp/', '/Tunnel', '/tunnel/', '//tunnel', '/../tcp'].map(
      (path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`,
    ),
  },
  'a head larger than 16 KiB, one header, several, or the target': {
    code: '092',
    heads: [
      tunnel(`Host: a\r\nX: ${'x'.repeat(17_000)}\r\n`),
      tunnel(`Host: a\r\n${`X: ${'x'.repeat(400)}\r\n`.repeat(42)}`),
      `GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      `GET /tunnel HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(60_000)}`,
    ],
  },
  'a head that does not come to its end': {
    code: '093',
    heads: ['G', 'GET /tunnel HTTP/1.1\r\n', `GET /tunnel HTTP/1.1\r\nHost: a\r\n${switching}`],
  },
};

for (const [name, { code, hint, heads }] of Object.entries(rows)) {
  test(`${code}: ${name}`, async () => {
    for (const head of heads) await expectOneRefusal(head, code, hint);
  });
}

/** One answer, one line, nothing else; whether or not another request follows in the same bytes. */
async function expectOneRefusal(head: string, code: DenialCode, hint?: RegExp): Promise<void> {
  for (const more of code === '093' ? [''] : ['', upgradeHead + upgradeHead]) {
    const about = JSON.stringify(head.slice(0, 200));
    const lines = world.accessLog.length;
    const socket = await dialGateway(world, world.device);
    // Latin-1, so that each character of a row is the byte it looks like.
    socket.write(Buffer.from(head + more, 'latin1'));
    const first = await readAnswer(socket);
    assert.equal(first.denial?.code, code, about);
    const answer = await toTheEnd(socket, first);
    checkHead(answer, code, about);
    const body: { destination: unknown; hint?: string } = JSON.parse(answer.body);
    assert.equal(body.destination, null, about);
    if (hint !== undefined) assert.match(body.hint ?? '', hint, about);
    const told = world.accessLog.slice(lines).map((line) => [line.action, line.code, line.requestid]);
    assert.deepEqual(told, [['deny', code, answer.denial?.requestId]], about);
  }
  assert.equal(origin.connections.length, 0);
}

test('093: a head that comes one letter at a time gets no more time than any other', async () => {
  const socket = await dialGateway(world, world.device);
  const dripping = setInterval(() => socket.write('x'), 20);
  socket.write('GET /tunnel HTTP/1.1\r\nX: ');
  const answer = await readAnswer(socket);
  clearInterval(dripping);
  checkHead(await toTheEnd(socket, answer), '093', 'dripping');
});

/** What a client does and then hears nothing for, but one line in the log if it asked for something. */
const silently: Readonly<Record<string, { readonly act: (socket: TLSSocket) => void; readonly accounted: boolean }>> = {
  'bytes after CONNECT, before its answer': {
    act: (socket) => socket.write(`${connect(`crm.corp.test:${origin.port}`)}GET /admin HTTP/1.1\r\n\r\n`),
    accounted: true,
  },
  'bytes after TCP forwarding, before its answer': {
    act: (socket) =>
      socket.write(`${forwarding(`address=crm.corp.test&port=${origin.port}`)}GET /admin HTTP/1.1\r\n\r\n`),
    accounted: true,
  },
  'an end without a request': { act: (socket) => socket.end(), accounted: false },
};

for (const [name, { act, accounted }] of Object.entries(silently)) {
  test(`${name}: the connection is over, no server heard of it`, async () => {
    const lines = world.accessLog.length;
    const socket = await dialGateway(world, world.device);
    let heard = 0;
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.length;
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    act(socket);
    await closed;
    assert.equal(heard, 0);
    const codes = world.accessLog.slice(lines).map((line) => line.code);
    assert.deepEqual(codes, accounted ? ['091'] : []);
    assert.equal(origin.connections.length, 0);
  });
}
