// What the summary says of the story `web`.

import type { Found, Outcome } from '../../summary.ts';

/** An open page must be lost within this time. */
const atOnceMs = 1_000;

export function foundOnTheWeb({ uid, chromium, clientCert, codes, openssl }: Outcome): Found {
  const isCutAtOnce = typeof chromium?.revokedWithinMs === 'number' && chromium.revokedWithinMs <= atOnceMs;
  const isAll =
    uid !== null &&
    chromium?.uidSeen === true &&
    !chromium.prompted &&
    isCutAtOnce &&
    chromium.restored &&
    clientCert.length > 0 &&
    clientCert.every(({ expected, got }) => expected === got) &&
    Object.keys(codes).length > 0 &&
    Object.values(codes).every((isRight) => isRight) &&
    openssl?.chain === true &&
    openssl.crl === 'good, then revoked' &&
    openssl.ocsp === 'good, then revoked';
  const told = Object.entries(codes).filter(([, isRight]) => isRight);
  const rows: [string, string][] = [
    ['browser', chromium === null ? 'was not opened' : `Chromium ${chromium.version}, without a question`],
    ['revoked', chromium === null ? 'not shown' : `page and WebSocket gone within ${chromium.revokedWithinMs} ms`],
    ['restored', chromium?.restored === true ? 'by a new certificate' : 'NO'],
    ['codes', told.map(([code]) => code).join(' ')],
    ['openssl', openssl === null ? 'not asked' : `list: ${openssl.crl}; responder: ${openssl.ocsp}`],
  ];
  return { isAll, facts: { chromium, clientCert, codes, openssl }, rows };
}
