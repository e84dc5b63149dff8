// The certificate with which the EMS itself answers, made anew at each start and long before it ends.

import { isIP } from 'node:net';
import { issue } from '../../shared/node/x509/issue.ts';
import { newKeyPair, privateKeyPem } from '../../shared/node/x509/keys.ts';
import type { Authorities } from './authorities.ts';

/** PEM of key and certificate. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

const lifeDays = 90;
/** When a running EMS makes its next one. */
export const serverRenewalMs = 30 * 86_400_000;

export async function makeServerCertificate(
  authorities: Authorities,
  serverNames: readonly string[],
  publicUrl: string,
): Promise<ServerCertificate> {
  const keys = await newKeyPair('p256');
  const { certificatePem } = await issue({
    authority: authorities.fabric,
    publicKey: keys.publicKey,
    subjectCn: serverNames[0] ?? 'ems',
    dnsNames: serverNames.filter((name) => isIP(name) === 0),
    ipAddresses: serverNames.filter((name) => isIP(name) !== 0),
    eku: 'server',
    days: lifeDays,
    publicUrl,
  });
  return { key: privateKeyPem(keys), cert: certificatePem };
}
