// nginx behind the gateway, reached by its name through the agent with curl, which knows nothing of either.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { hashOfLarge, largeBytes, type Nginx, page, startNginx } from './servers/nginx.ts';
import { asked } from './stage/organisation.ts';
import { inOwnMachine } from './stage/own-machine.ts';
import { openStage, type Stage } from './stage/stage.ts';
import { loseTag, regainTag } from './stage/tag.ts';

await inOwnMachine();

let stage: Stage;
let nginx: Nginx;
const opened = new AsyncDisposableStack();

before(async () => {
  const services = [
    { name: 'web', port: 80, kind: 'http' },
    { name: 'web-tls', host: 'web', port: 443 },
  ] as const;
  stage = opened.use(await openStage({ services }));
  nginx = opened.use(await startNginx(stage.directory));
});
after(() => opened.disposeAsync());

const origin = 'http://web.corp.test';
const curl = (...args: readonly string[]) => [
  '/usr/bin/curl',
  '-sS',
  '--max-time',
  '60',
  '--cacert',
  nginx.ca,
  ...args,
];
const inStage = (name: string) => path.join(stage.directory, name);

interface PageRow {
  readonly what: string;
  readonly args: readonly string[];
  /** What curl writes of the connection: address and HTTP version. */
  readonly over: string;
}

const pages: readonly PageRow[] = [
  { what: 'plain', args: [`${origin}/`], over: '127.235.0.1:80 1.1' },
  { what: 'with TLS to nginx itself', args: ['--http1.1', 'https://web.corp.test/'], over: '127.235.0.1:443 1.1' },
  { what: 'with HTTP/2', args: ['--http2', 'https://web.corp.test/'], over: '127.235.0.1:443 2' },
];

for (const { what, args, over } of pages)
  test(`a page by name, ${what}`, async () => {
    const form = '%{stderr}%{remote_ip}:%{remote_port} %{http_version}';
    const { code, out, err, all } = await stage.device.run(curl('-w', form, ...args));
    assert.equal(code, 0, all);
    assert.equal(out, page);
    assert.equal(err, over);
  });

test('nobody but nginx can show the certificate: for another CA the name is not its own', async () => {
  const args = ['/usr/bin/curl', '-sS', '--cacert', stage.pem.ca, 'https://web.corp.test/'];
  assert.equal((await stage.device.run(args)).code, 60);
});

test('64 MiB arrive as they are, also in pieces, asked for out of order', async () => {
  const whole = await stage.device.run(curl('-o', inStage('whole'), `${origin}/large`));
  assert.equal(whole.code, 0, whole.all);
  assert.equal(await hashOf(inStage('whole')), hashOfLarge());
  const middle = largeBytes / 2 + 12_345;
  const ranges = { second: `${middle}-`, first: `0-${middle - 1}` };
  for (const [name, range] of Object.entries(ranges)) {
    const piece = await stage.device.run(curl('-f', '-r', range, '-o', inStage(name), `${origin}/large`));
    assert.equal(piece.code, 0, piece.all);
  }
  assert.equal(await hashOf(inStage('first'), inStage('second')), hashOfLarge());
});

test('64 MiB can be uploaded', async () => {
  const { code, all } = await stage.device.run(curl('-f', '-T', nginx.large, `${origin}/uploads/copy`));
  assert.equal(code, 0, all);
  assert.equal(await hashOf(path.join(nginx.uploads, 'copy')), hashOfLarge());
});

test('a download that is cut breaks, and does not look complete; it can be taken up where it broke', async () => {
  const file = inStage('broken');
  await using download = stage.device.start(curl('-o', file, `${origin}/slow`));
  await asked(async () => (await sizeOf(file)) > 0);
  await loseTag(stage);
  const { code, err, all } = await download.ended;
  assert.equal(code, 56, all);
  assert.match(err, /Recv failure: Connection reset by peer/);
  assert.ok((await sizeOf(file)) < largeBytes);

  await regainTag(stage);
  const rest = await stage.device.run(curl('-f', '-C', '-', '-o', file, `${origin}/large`));
  assert.equal(rest.code, 0, rest.all);
  assert.equal(await hashOf(file), hashOfLarge());
});

test('a download of unknown length, whose end is the end of the connection, does not look complete when it is cut', async () => {
  const args = ['--http1.0', '-H', 'Accept-Encoding: gzip', '-o', inStage('stream'), `${origin}/stream`];
  await using download = stage.device.start(curl(...args));
  await asked(async () => (await sizeOf(inStage('stream'))) > 0);
  await loseTag(stage);
  const { code, all } = await download.ended;
  assert.equal(code, 56, all);
  await regainTag(stage);
});

test('an upload that is cut breaks, and nginx keeps nothing of it', async () => {
  const args = curl('--limit-rate', '2m', '-T', nginx.large, `${origin}/uploads/broken`);
  await using upload = stage.device.start(args);
  await asked(async () => (await readdir(nginx.bodies)).length > 0);
  await loseTag(stage);
  const { code, all } = await upload.ended;
  assert.ok(code === 55 || code === 56, all);
  await assert.rejects(readFile(path.join(nginx.uploads, 'broken')), { code: 'ENOENT' });
  await regainTag(stage);
  assert.equal((await stage.device.run(curl(`${origin}/`))).out, page);
});

async function hashOf(...files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) await pipeline(createReadStream(file), hash, { end: false });
  return hash.digest('hex');
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}
