// Names the key of an issuer in what it signs.

import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  type Extension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
} from '@peculiar/x509';

/** The authority key identifier as the issuer's own certificate spells it; a CA of another maker may not hash its key. */
export async function authorityKeyIdentifier(issuer: X509Certificate): Promise<Extension> {
  const own = issuer.getExtension(SubjectKeyIdentifierExtension);
  return own === null
    ? await AuthorityKeyIdentifierExtension.create(issuer.publicKey)
    : new AuthorityKeyIdentifierExtension(own.keyId);
}
