// Looks at a certificate with openssl: its chain, the revocation list and the OCSP answer at the addresses it names.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '../../../../native/exec.ts';
import { toolPath } from '../../stage/tools.ts';

/** What openssl says of a certificate; in its own words where they are words. */
export interface SecondOpinion {
  /** Issued by the CA that the certificate names. */
  readonly chain: boolean;
  /** Judged with the list at the address that stands in the certificate. */
  readonly crl: 'good' | 'revoked' | 'no answer';
  /** What the responder at the address that stands in the certificate says, with a signature that holds. */
  readonly ocsp: 'good' | 'revoked' | 'unknown' | 'no answer';
}

/** @param folder where it may write; a certificate holds nothing secret */
export async function secondOpinion(folder: string, certificatePem: string): Promise<SecondOpinion> {
  const at = (name: string) => path.join(folder, name);
  await writeFile(at('seen.pem'), certificatePem);
  const { caUrl, crlUrl, ocspUrl } = await addressesIn(at('seen.pem'));
  await toPem('x509', await fetched(caUrl), at('seen-ca.pem'));
  await toPem('crl', await fetched(crlUrl), at('seen.crl'));
  const ca = ['-CAfile', at('seen-ca.pem')];
  const chain = await openssl('verify', ...ca, '-purpose', 'sslclient', at('seen.pem'));
  const listed = await openssl('verify', ...ca, '-crl_check', '-CRLfile', at('seen.crl'), at('seen.pem'));
  const asked = await openssl(
    ...['ocsp', '-issuer', at('seen-ca.pem'), '-cert', at('seen.pem')],
    ...['-url', ocspUrl, ...ca, '-timeout', '10'],
  );
  return {
    chain: chain.code === 0,
    crl: listed.code === 0 ? 'good' : listed.said.includes('certificate revoked') ? 'revoked' : 'no answer',
    ocsp: ocspWord(asked.said),
  };
}

function ocspWord(said: string): SecondOpinion['ocsp'] {
  if (!said.includes('Response verify OK')) return 'no answer';
  const word = /seen\.pem: (good|revoked|unknown)/.exec(said)?.[1];
  return word === 'good' || word === 'revoked' || word === 'unknown' ? word : 'no answer';
}

async function addressesIn(file: string) {
  const extensions = 'authorityInfoAccess,crlDistributionPoints';
  const { said } = await openssl('x509', '-in', file, '-noout', '-ext', extensions);
  const find = (pattern: RegExp) => {
    const found = pattern.exec(said)?.[1];
    if (found === undefined)
      throw new Error(`the certificate does not say where its CA, list and responder are:\n${said}`);
    return found;
  };
  return {
    caUrl: find(/CA Issuers - URI:(\S+)/),
    ocspUrl: find(/OCSP - URI:(\S+)/),
    crlUrl: find(/Full Name:\s+URI:(\S+)/),
  };
}

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.bytes();
}

/** What is served may be DER or PEM; openssl's tools want PEM. */
async function toPem(kind: 'x509' | 'crl', bytes: Uint8Array, file: string): Promise<void> {
  await writeFile(file, bytes);
  if (Buffer.from(bytes).includes('-----BEGIN')) return;
  const { code, said } = await openssl(kind, '-inform', 'DER', '-in', file, '-out', file);
  if (code !== 0) throw new Error(`openssl cannot read what it was given:\n${said}`);
}

async function openssl(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const outcome = await runTool(toolPath('openssl'), args, { timeoutMs: 15_000 });
  if (outcome.kind !== 'exited') throw new Error(`openssl ${args[0]}: ${outcome.kind}`);
  return { code: outcome.code, said: outcome.stdout + outcome.stderr };
}
