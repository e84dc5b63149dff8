// Measures requests through the HTTPS access proxy beside nginx and haproxy, with the same certificates and the same origin.

import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { choosePort, type Listener } from '../../build/demo/stage/ports.ts';
import { enrolledDevice } from '../../build/demo/stories/path/enrolled-device.ts';
import { webHosts } from '../../build/demo/stories/web/hosts.ts';
import { publishWeb } from '../../build/demo/stories/web/organisation.ts';
import { type OwnCertificate, ownCertificate } from '../../build/demo/stories/web/own-certificate.ts';
import { createAuthority } from '../../shared/node/x509/authority.ts';
import { issue } from '../../shared/node/x509/issue.ts';
import { newKeyPair, privateKeyPem } from '../../shared/node/x509/keys.ts';
import type { Bench, BenchReport, BenchWorld } from '../bench.ts';
import { type BenchStage, onStage } from '../stage.ts';
import { alternating } from '../statistics.ts';
import { processorSeconds } from '../tunnel/lab/processor-time.ts';
import { haproxyFile, nginxFile, originFile, type PeerFiles } from './peers.ts';
import { type AllFigures, connectionCounts, noFigures, reportOf } from './report.ts';
import { askFor, compileRequests } from './requests.ts';
import { serve } from './serving.ts';

const host = webHosts.crm;
const ours = 'Stile';
const sizes = { quick: { rounds: 1, seconds: 0.3 }, full: { rounds: 7, seconds: 2 } } as const;

export const web: Bench = {
  name: 'web',
  sentence: 'requests through the HTTPS access proxy beside nginx and haproxy: how many, how long, at what cost',
  packages: [
    { debianPackage: 'haproxy', provides: '/usr/sbin/haproxy', neededFor: 'a peer' },
    { debianPackage: 'nginx-light', provides: '/usr/sbin/nginx', neededFor: 'a peer, and the origin' },
    { debianPackage: 'libssl-dev', provides: '/usr/include/openssl/ssl.h', neededFor: 'the client' },
    { debianPackage: 'gcc', provides: '/usr/bin/cc', neededFor: 'the client' },
  ],
  run: (world) => onStage({ signal: world.signal, say: world.progress }, (opened) => measure(world, opened)),
};

/** A proxy to be measured. */
interface Proxy {
  readonly title: string;
  readonly port: number;
  readonly pid: number;
  /** Who signed its certificate: a file. */
  readonly ca: string;
}

async function measure({ size, progress, signal }: BenchWorld, opened: BenchStage): Promise<BenchReport> {
  const { rounds, seconds } = sizes[size];
  const { stage } = opened;
  await using stack = new AsyncDisposableStack();
  const folder = path.join(stage.places.workspace, 'bench-web');
  mkdirSync(folder);
  const at = (name: string) => path.join(folder, name);
  const requests = await compileRequests(at('tools'), signal);
  const origin = { address: '127.0.0.1', port: await choosePort('127.0.0.1', [18_100]) };
  stack.use(await nginx(folder, 'origin', originFile(origin), origin, signal));
  progress('starting EMS, gateway and agent');
  const story = { ...opened, sinceStart: () => performance.now() };
  await using agent = await enrolledDevice(story);
  const door = await publishWeb(story, agent, origin);
  const own = await ownCertificate(agent, signal);
  writeFileSync(at('user.pem'), own.cert);
  writeFileSync(at('user-key.pem'), own.key, { mode: 0o600 });
  writeFileSync(at('web-ca.pem'), door.ca);
  const files = await peerFiles(at, own, signal);
  const peers: Proxy[] = [];
  for (const [title, port, start] of [
    ['nginx', 18_101, (to: Listener) => nginx(folder, 'peer', nginxFile(to, origin, files), to, signal)],
    ['haproxy', 18_102, (to: Listener) => haproxy(at('haproxy.cfg'), haproxyFile(to, origin, files), to, signal)],
  ] as const) {
    const to = { address: '127.0.0.1', port: await choosePort('127.0.0.1', [port]) };
    const { pid } = stack.use(await start(to));
    peers.push({ title, port: to.port, pid, ca: at('peer-ca.pem') });
  }
  const gateway = { title: ours, port: door.port, pid: stage.processOf('gateway').pid, ca: at('web-ca.pem') };
  const proxies = [gateway, ...peers];
  const figures = new Map(
    proxies.map(({ title }) => [title, new Map(connectionCounts.map((count) => [count, noFigures()]))]),
  );
  const certificates = { certificate: at('user.pem'), key: at('user-key.pem') };
  const ask = ({ port, ca }: Proxy, connections: number, forSeconds: number) =>
    askFor(requests, { port, ca, host, connections, seconds: forSeconds, ...certificates }, signal);
  for (const proxy of proxies) await ask(proxy, 32, size === 'full' ? 3 : 0.3);
  for (const [round, inTurn] of alternating(proxies, rounds).entries()) {
    progress(`round ${round + 1} of ${rounds}`);
    for (const proxy of inTurn)
      for (const count of connectionCounts) await note(figures, proxy, count, () => ask(proxy, count, seconds));
  }
  return reportOf(figures, `${rounds} rounds of ${seconds} s each`, ours);
}

async function note(
  figures: AllFigures,
  { title, pid }: Proxy,
  count: number,
  ask: () => ReturnType<typeof askFor>,
): Promise<void> {
  const before = processorSeconds([pid]);
  const got = await ask();
  const spent = processorSeconds([pid]) - before;
  const own = figures.get(title)?.get(count);
  if (own === undefined) throw new RangeError(`nobody measures ${title}`);
  own.perSecond.push(got.perSecond);
  own.p50Ms.push(got.p50Ms);
  own.p99Ms.push(got.p99Ms);
  own.processorUs.push((spent * 1e6) / Math.max(1, got.requests));
  own.failed += got.failed;
}

/** A server's certificate of a CA made for it, and the EMS's CA and list for its clients. */
async function peerFiles(at: (name: string) => string, own: OwnCertificate, signal: AbortSignal): Promise<PeerFiles> {
  const authority = await createAuthority({ role: 'fabric', commonName: 'Bench CA', days: 1 });
  const keys = await newKeyPair('p256');
  const made = await issue({
    ...{ authority, publicKey: keys.publicKey, subjectCn: host, dnsNames: [host], eku: 'server', days: 1 },
    publicUrl: 'http://127.0.0.1:1',
  });
  const files = {
    certificate: at('peer.pem'),
    key: at('peer-key.pem'),
    both: at('peer-both.pem'),
    clientCa: at('client-ca.pem'),
    crl: at('client.crl'),
  };
  writeFileSync(at('peer-ca.pem'), authority.certificatePem);
  writeFileSync(files.certificate, made.certificatePem);
  writeFileSync(files.key, privateKeyPem(keys), { mode: 0o600 });
  writeFileSync(files.both, made.certificatePem + privateKeyPem(keys), { mode: 0o600 });
  writeFileSync(files.clientCa, own.issuer);
  writeFileSync(files.crl, await revocationList(own, signal));
  return files;
}

/** From where the certificate says it is, as PEM. */
async function revocationList({ cert }: OwnCertificate, signal: AbortSignal): Promise<string> {
  const url = /http:\/\/[!-~]+?\.crl/.exec(new X509Certificate(cert).raw.toString('latin1'))?.[0];
  if (url === undefined) throw new Error('the certificate does not say where its revocation list is');
  const list = await fetch(url, { signal });
  const lines = Buffer.from(await list.bytes())
    .toString('base64')
    .replace(/(.{64})/g, '$1\n');
  return `-----BEGIN X509 CRL-----\n${lines}\n-----END X509 CRL-----\n`;
}

function nginx(folder: string, name: string, text: string, at: Listener, signal: AbortSignal) {
  const own = path.join(folder, name);
  mkdirSync(own);
  writeFileSync(path.join(own, 'nginx.conf'), text);
  const argv = ['/usr/sbin/nginx', '-p', own, '-e', 'stderr', '-c', path.join(own, 'nginx.conf')];
  return serve(argv, at, signal);
}

function haproxy(file: string, text: string, at: Listener, signal: AbortSignal) {
  writeFileSync(file, text);
  return serve(['/usr/sbin/haproxy', '-db', '-f', file], at, signal);
}
