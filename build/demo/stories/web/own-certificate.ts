// A certificate of whoever runs the story, for a program: it may show one as well as a browser.

import { makeCsr } from '../../../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../../../shared/node/x509/keys.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';

/** PEM. */
export interface OwnCertificate {
  readonly cert: string;
  readonly key: string;
  /** The CA that signed it. */
  readonly issuer: string;
  readonly serial: string;
}

/** The agent asks the EMS for it, for the user that the kernel names. */
export async function ownCertificate({ client }: WatchedAgent, signal: AbortSignal): Promise<OwnCertificate> {
  const keys = await newKeyPair('p256');
  const asked = { csr: await makeCsr(keys, 'a user') };
  const { certificate, issuer, serial } = await client.call('userCertificate', asked, signal);
  return { cert: certificate, key: privateKeyPem(keys), issuer, serial };
}
