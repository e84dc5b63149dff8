// Finds the EMS's public listener in the device's own certificate, which names it for OCSP.

import { X509Certificate } from 'node:crypto';
import { reachablePath } from '../../shared/ems/reachable.ts';

/** Where to ask whether the EMS can be reached over plain HTTP; null if the certificate names no such address. */
export function reachableUrl(certificatePem: string): URL | null {
  const { infoAccess = '' } = new X509Certificate(certificatePem);
  const address = /OCSP - URI:(http:\/\/\S+)\/ocsp$/m.exec(infoAccess)?.[1];
  return address !== undefined && URL.canParse(address) ? new URL(`${address}${reachablePath}`) : null;
}
