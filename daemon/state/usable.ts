// Says whether saved keys and certificates can be used at all; what cannot would fail wherever it is used, at every start.

import { createSecureContext } from 'node:tls';
import { clientTlsOptions } from '../../shared/node/tls/tls-options.ts';
import { readKeyPair } from '../../shared/node/x509/keys.ts';
import type { Saved } from './saved.ts';

/** @throws whatever the use of it would throw */
export function assertUsable({ identity, pending }: Saved): void {
  if (pending !== null) readKeyPair(pending.key, 'of the enrolment begun');
  if (identity === null) return;
  const { fabricCa, certificate, key } = identity;
  createSecureContext(clientTlsOptions({ ca: fabricCa, cert: certificate, key }));
}
