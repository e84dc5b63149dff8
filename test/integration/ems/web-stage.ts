// An EMS with a gateway, for tests of web certificates: how they are asked for, and what openssl makes of them.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import { request } from 'undici';
import type { WebCaSummary } from '../../../shared/ems/admin-contract.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { gatewayId } from '../../../shared/ids.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { type KeyPair, newKeyPair } from '../../../shared/node/x509/keys.ts';
import { openssl } from '../../doubles/openssl.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';

export type TestGateway = Awaited<ReturnType<TestEms['approvedGateway']>>;

export async function askWebCertificate(ems: TestEms, gateway: TestGateway, hosts: readonly string[], keys?: KeyPair) {
  await using client = ems.gatewayClient(gateway);
  const csr = await makeCsr(keys ?? (await newKeyPair('p256')), 'evil.test');
  return await client.call('webCertificate', { body: { csr, hosts: [...hosts] } });
}

export async function approveWebHosts(ems: TestEms, gateway: TestGateway, hosts: readonly string[]): Promise<void> {
  await ems.admin.call('approveWebHosts', { id: gatewayId.parse(gateway.id), hosts: [...hosts] });
}

export async function createWebCa(
  ems: TestEms,
  domains: readonly string[],
  replace: 'replace' | 'first' = 'first',
): Promise<WebCaSummary> {
  const { webCa } = await ems.admin.call('createWebCa', { domains: [...domains], replace: replace === 'replace' });
  return webCa;
}

/** What an attempt came to: `ok`, or the code of the refusal. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => 'ok',
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

/** Where the key of a web CA lies. */
export function webKeyFile(ems: TestEms, id: string): string {
  return path.join(ems.directory, 'data', 'ca', `web-${id}-ca.pem`);
}

export async function openWebStage() {
  await using opening = new AsyncDisposableStack();
  const ems = opening.use(await runningEms());
  const tool = opening.use(await openssl());
  const gateway = await ems.approvedGateway();
  const owned = opening.move();

  async function trust(as: TestGateway = gateway) {
    await using client = ems.gatewayClient(as);
    return await client.call('trust', {});
  }

  /** `openssl verify` of a certificate as a server's. */
  async function verify(chain: string, certificate: string, ...more: readonly string[]): Promise<string> {
    await tool.file('web-ca.pem', chain);
    await tool.file('web.pem', certificate);
    const purpose = more.includes('-purpose') ? [] : ['-purpose', 'sslserver'];
    return (await tool.run('verify', '-CAfile', 'web-ca.pem', ...purpose, ...more, 'web.pem')).text;
  }

  /** What list and responder, at the addresses in the certificate, say of it. */
  async function revocationOf(pem: string): Promise<readonly string[]> {
    const { ca, ocsp, list } = addressesIn(pem);
    await tool.file('ca.pem', await (await request(ca)).body.text());
    await tool.file('list.crl', new Uint8Array(await (await request(list)).body.arrayBuffer()));
    await tool.file('leaf.pem', pem);
    const shown = await tool.run('crl', '-inform', 'DER', '-in', 'list.crl', '-CAfile', 'ca.pem', '-noout', '-text');
    assert.match(shown.text, /verify OK/);
    const isListed = shown.text.includes(new X509Certificate(pem).serialNumber);
    const asked = ['-CAfile', 'ca.pem', '-issuer', 'ca.pem', '-cert', 'leaf.pem'];
    const told = await tool.run('ocsp', '-url', ocsp, ...asked);
    assert.match(told.text, /Response verify OK/);
    return [isListed ? 'listed' : 'not listed', /leaf\.pem: (\w+)/.exec(told.text)?.[1] ?? told.text];
  }

  return { ems, tool, gateway, trust, verify, revocationOf, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

export type WebStage = Awaited<ReturnType<typeof openWebStage>>;

function addressesIn(pem: string) {
  const { infoAccess = '' } = new X509Certificate(pem);
  const at = (what: string) => new RegExp(`${what} - URI:(\\S+)`).exec(infoAccess)?.[1] ?? '';
  const ca = at('CA Issuers');
  return { ca, ocsp: at('OCSP'), list: ca.replace('/ca/', '/crl/').replace('.pem', '.crl') };
}
