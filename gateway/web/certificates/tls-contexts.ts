// Has the TLS context for each mode, made of the certificates in force.

import { createSecureContext, type SecureContext } from 'node:tls';
import { webServerTlsOptions } from '../../../shared/node/tls/tls-options.ts';
import type { CertificateChoice, TlsMode } from '../sites.ts';

/** PEM; the certificate is followed by its chain. */
export interface Pair {
  readonly key: string;
  readonly cert: string;
}

export interface TlsContexts {
  contextFor(mode: TlsMode): SecureContext;
  /** A certificate or the CAs of clients changed: contexts are made anew. */
  forget(): void;
}

export function makeTlsContexts(parts: {
  /** The gateway's own stands in where there is no other yet: the client sees a name that does not fit. */
  readonly pairFor: (choice: CertificateChoice) => Pair;
  /** CAs whose user certificates clients should offer; only their names are told. */
  readonly clientCas: () => readonly string[];
}): TlsContexts {
  const contexts = new Map<string, SecureContext>();
  return {
    contextFor(mode) {
      const known = contexts.get(mode.key);
      if (known !== undefined) return known;
      const { key, cert } = parts.pairFor(mode.certificate);
      const made = createSecureContext(
        webServerTlsOptions({ key, cert, asks: mode.asks, clientCaHints: parts.clientCas() }),
      );
      contexts.set(mode.key, made);
      return made;
    },
    forget: () => contexts.clear(),
  };
}
