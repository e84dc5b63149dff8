// Files from servers of every kind, by real HTTP.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type FetchLimits, fetchFile, mayLead } from '../../../../daemon/update/fetch.ts';

const body = Buffer.from('0123456789');
const limits: FetchLimits = { maxBytes: 10, totalMs: 60_000, idleMs: 60_000, signal: new AbortController().signal };

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

interface Row {
  readonly what: string;
  readonly answer: Answer;
  readonly limits?: Partial<FetchLimits>;
  readonly outcome: RegExp;
}

const redirect =
  (location: string): Answer =>
  (response) =>
    response.writeHead(302, { location }).end();

const rows: readonly Row[] = [
  { what: 'the file', answer: (response) => response.end(body), outcome: /^complete$/ },
  {
    what: 'the file, after a redirect',
    answer: (response, { url }) =>
      url === '/feed' ? redirect('other')(response, new Object() as IncomingMessage) : response.end(body),
    outcome: /^complete$/,
  },
  { what: 'nothing', answer: (response) => response.writeHead(404).end(body), outcome: /status 404/ },
  { what: 'one byte too many', answer: (response) => response.end(`${body}!`), outcome: /larger/ },
  {
    what: 'a body that never ends',
    answer: (response) => {
      const pour = (): void =>
        void (response.write(Buffer.alloc(4_096)) ? setImmediate(pour) : response.once('drain', pour));
      response.once('close', () => response.destroy());
      pour();
    },
    outcome: /larger/,
  },
  {
    what: 'less than it promised',
    answer: (response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('01234', () => response.destroy());
    },
    outcome: /broke|ECONNRESET|too early/,
  },
  {
    what: 'a byte, and then nothing for ever',
    answer: (response) => void response.write('0'),
    limits: { idleMs: 50 },
    outcome: /too long/,
  },
  {
    what: 'a byte now and then, for ever',
    answer: (response) => {
      const timer = setInterval(() => response.write('0'), 5);
      response.once('close', () => clearInterval(timer));
    },
    limits: { totalMs: 100, maxBytes: 1_000_000 },
    outcome: /too long/,
  },
  { what: 'no answer', answer: () => undefined, limits: { idleMs: 50 }, outcome: /too long/ },
  {
    what: 'bytes in another coding, which could be a small file and a huge one',
    answer: (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)),
    outcome: /encoded as gzip/,
  },
  { what: 'a way to a file of this machine', answer: redirect('file:///etc/passwd'), outcome: /must not lead/ },
  { what: 'a way to itself', answer: redirect('/feed'), outcome: /too often/ },
  { what: 'a way to nowhere', answer: redirect('http://'), outcome: /must not lead/ },
];

describe('a server that gives', () => {
  let server: Server;
  let answer: Answer;

  before(async () => {
    server = createServer((request, response) => answer(response, request));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const feed = () => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`);

  for (const row of rows)
    test(row.what, async () => {
      ({ answer } = row);
      const pieces: Buffer[] = [];
      const outcome = await fetchFile(feed(), { ...limits, ...row.limits }, (piece) => void pieces.push(piece));
      assert.match(outcome.kind === 'complete' ? 'complete' : outcome.why, row.outcome);
      if (outcome.kind === 'complete') assert.deepEqual(Buffer.concat(pieces), body);
    });

  test('to somebody who gives up hears nothing more', async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    const outcome = await fetchFile(feed(), { ...limits, signal: stop.signal }, () => undefined);
    assert.deepEqual(outcome, { kind: 'failed', why: 'it was given up' });
  });

  test('what cannot be kept is told as what it is', async () => {
    answer = (response) => response.end(body);
    const full = new Error('ENOSPC');
    await assert.rejects(
      fetchFile(feed(), limits, () => Promise.reject(full)),
      full,
    );
  });
});

describe('a redirect', () => {
  for (const [from, to, may] of [
    ['https://a.test/', 'https://b.test/', true],
    ['https://a.test/', 'http://a.test/', false],
    ['http://a.test/', 'https://a.test/', true],
    ['http://a.test/', 'data:,x', false],
  ] as const)
    test(`from ${from} to ${to} ${may ? 'is followed' : 'is not'}`, () =>
      assert.equal(mayLead(new URL(from), new URL(to)), may));
});
