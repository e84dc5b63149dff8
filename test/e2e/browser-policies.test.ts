// Debian's Chromium on an enrolled device: what it is told by policies of the machine, and a certificate from the user's session.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { TLSSocket } from 'node:tls';
import type { BrowserContext } from 'playwright';
import { openBrowser } from '../../build/demo/stage/browser.ts';
import { gatewayId } from '../../shared/ids.ts';
import { makeCsr } from '../../shared/node/x509/csr.ts';
import { issue } from '../../shared/node/x509/issue.ts';
import { newKeyPair, privateKeyPem } from '../../shared/node/x509/keys.ts';
import { freePort } from '../doubles/free-port.ts';
import { runningEms, type TestEms } from '../doubles/running-ems.ts';
import { type AgentWorld, agentWorld, ready } from '../integration/daemon/agent-world.ts';

const host = 'crm.corp.test';
const stack = new AsyncDisposableStack();
let ems: TestEms;
let agent: AgentWorld;
let browser: BrowserContext;
let port: number;

before(async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'stile-home-'));
  stack.defer(() => rm(home, { recursive: true, force: true }));
  ems = stack.use(await runningEms());
  await publishCrm();
  // The system's own hosts file and policies: a browser reads no others.
  agent = stack.use(
    await agentWorld(ems, { hostsFile: '/etc/hosts', browserPolicyRoot: '/', loopbackRange: '127.235.92.0/24' }),
  );
  const { uid, gid, username } = os.userInfo();
  agent.platform.users.known = [{ uid, gid, name: username }];
  await agent.enroll();
  await agent.until((state) => ready(1)(state) && state.web.policies.some((each) => each.state === 'written'));
  await sessionOnce(home);
  browser = await openBrowser({ home });
  stack.defer(() => browser.close());
});

after(() => stack.disposeAsync());

/** A server that stands for the gateway: with a certificate of the EMS's web CA, and asking for the user's. */
async function publishCrm(): Promise<void> {
  const joined = await ems.approvedGateway();
  await ems.admin.call('createWebCa', { domains: ['corp.test'], replace: false });
  await ems.admin.call('approveWebHosts', { id: gatewayId.parse(joined.id), hosts: [host] });
  await using gateway = ems.gatewayClient({ cert: joined.cert, key: joined.key });
  const keys = await newKeyPair('p256');
  const body = { csr: await makeCsr(keys, host), hosts: [host] };
  const { certificate, chain } = await gateway.call('webCertificate', { body });
  port = await freePort('127.0.0.1');
  await serve(port, { key: privateKeyPem(keys), cert: certificate + chain });
  const crm = { name: 'crm', host, port, kind: 'web' as const, needs: [] };
  await gateway.call('destinations', { body: { addresses: [`127.0.0.1:${port}`], destinations: [crm] } });
  await ems.admin.call('showDestinationTo', { name: 'crm', tags: ['*'], publish: true });
}

/** Every page's title is the name in the certificate that was shown. */
async function serve(at: number, identity: { readonly key: string; readonly cert: string }): Promise<number> {
  const server: Server = createServer(
    { ...identity, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const shown = request.socket instanceof TLSSocket ? request.socket.getPeerX509Certificate() : undefined;
      response.end(`<title>${shown?.subjectAltName ?? 'nobody'}</title>`);
    },
  );
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  stack.defer(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}

async function sessionOnce(home: string): Promise<void> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../../cli/main.ts'), 'session', '--once'], {
    env: { HOME: home, PATH: '/usr/bin:/bin', STILE_AGENT_SOCKET: path.join(agent.directory, 'run/agent.sock') },
    stdio: 'ignore',
  });
  assert.deepEqual(await once(child, 'exit'), [0, null]);
}

test("a protected application opens by its name, and is shown the user's own certificate without a prompt", async () => {
  const page = await browser.newPage();
  await page.goto(`https://${host}:${port}/`);
  const { enrollment } = agent.state();
  assert.ok(enrollment.kind === 'enrolled');
  assert.ok((await page.title()).endsWith(`:device:${enrollment.uid}:user:${os.userInfo().username}`));
});

test('what the web CA signs for a name outside of its constraints, the browser refuses', async () => {
  const directory = path.join(ems.directory, 'data', 'ca');
  const [file = ''] = (await readdir(directory)).filter((name) => name.startsWith('web-'));
  const authority = await readFile(path.join(directory, file), 'utf8');
  const keys = await newKeyPair('p256');
  const forged = await issue({
    authority: { certificatePem: blockOf(authority, 'CERTIFICATE'), keyPem: blockOf(authority, 'PRIVATE KEY') },
    publicKey: keys.publicKey,
    subjectCn: 'localhost',
    dnsNames: ['localhost'],
    eku: 'server',
    days: 1,
    publicUrl: 'http://127.0.0.1:1',
  });
  const elsewhere = await serve(0, { key: privateKeyPem(keys), cert: forged.certificatePem });
  const page = await browser.newPage();
  await assert.rejects(page.goto(`https://localhost:${elsewhere}/`), /ERR_CERT_INVALID/);
});

function blockOf(text: string, label: string): string {
  const from = text.indexOf(`-----BEGIN ${label}-----`);
  const end = `-----END ${label}-----`;
  return `${text.slice(from, text.indexOf(end, from))}${end}\n`;
}
