// Writes what Chromium and its relatives are to do in their own policies' words; pure.

import type { BrowserWishes } from './browser-policy.ts';

/** Chrome Enterprise policy names, which Chromium and Edge share. */
export interface ChromiumPolicy {
  readonly AutoSelectCertificateForUrls: readonly string[];
  readonly CACertificates: readonly string[];
  readonly LocalNetworkAccessAllowedForUrls: readonly string[];
}

/** Null where nothing is wanted. */
export function chromiumPolicy({ hosts, issuers, webCa }: BrowserWishes): ChromiumPolicy | null {
  if (hosts.length === 0) return null;
  const origins = hosts.map(({ host, port }) => `https://${host}:${port}`);
  return {
    // One for each host and port, never a pattern: what is not protected is offered nothing. Entries of one pattern add up.
    AutoSelectCertificateForUrls: origins.flatMap((pattern) =>
      issuers.map((issuer) => JSON.stringify({ pattern, filter: { ISSUER: { CN: issuer } } })),
    ),
    CACertificates: webCa === null ? [] : [Buffer.from(webCa).toString('base64')],
    // Protected pages ask each other; each lies at a loopback address here, which browsers guard from pages elsewhere.
    LocalNetworkAccessAllowedForUrls: origins,
  };
}

export function chromiumPolicyText(policy: ChromiumPolicy): string {
  return `${JSON.stringify(policy, null, 2)}\n`;
}
