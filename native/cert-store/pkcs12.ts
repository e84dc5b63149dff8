// Packs a key with its certificate into a PKCS#12 (RFC 7292) that NSS, macOS and Windows import.

import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import type { UserIdentity } from './cert-store.ts';

const { asn1, pki } = forge;

/** What every importer takes, old Windows and macOS included. The file lives for a moment; its password is random. */
const encryption = { algorithm: '3des', count: 2_048, saltSize: 8 } as const;
const macKey = 3;

/**
 * The DER of a PKCS#12 with this password. The certificate stands in it byte by byte as it was issued: forge's own
 * `toPkcs12Asn1` takes it apart first, and writes another algorithm identifier for the signature of a P-256 CA. Its
 * issuer is not packed: servers name the issuer they take, and no store is left with a CA that nobody takes out again.
 */
export function packPkcs12(identity: UserIdentity, password: string): Buffer {
  const certificate = new X509Certificate(identity.certificatePem).raw;
  const key = createPrivateKey(identity.keyPem).export({ type: 'pkcs8', format: 'der' });
  const attributes = bagAttributes(certificate, identity.friendlyName);
  const safe = sequence([
    data(sequence([certificateBag(certificate, attributes)])),
    data(sequence([keyBag(key, password, attributes)])),
  ]);
  return Buffer.from(
    asn1.toDer(sequence([integer(3), data(safe), mac(asn1.toDer(safe).getBytes(), password)])).getBytes(),
    'latin1',
  );
}

type Element = forge.asn1.Asn1;
const { UNIVERSAL, CONTEXT_SPECIFIC } = asn1.Class;

function keyBag(pkcs8: Buffer, password: string, attributes: Element): Element {
  const encrypted = pki.encryptPrivateKeyInfo(asn1.fromDer(pkcs8.toString('latin1')), password, encryption);
  return sequence([oid('pkcs8ShroudedKeyBag'), explicit(encrypted), attributes]);
}

function certificateBag(certificate: Buffer, attributes: Element): Element {
  const bag = sequence([oid('x509Certificate'), explicit(octets(certificate.toString('latin1')))]);
  return sequence([oid('certBag'), explicit(bag), attributes]);
}

/** The same id on both ties the key to its certificate. */
function bagAttributes(certificate: Buffer, friendlyName: string): Element {
  const id = createHash('sha1').update(certificate).digest().toString('latin1');
  // forge turns a BMPString's text into UTF-16 itself.
  const name = asn1.create(UNIVERSAL, asn1.Type.BMPSTRING, false, friendlyName);
  return set([sequence([oid('localKeyId'), set([octets(id)])]), sequence([oid('friendlyName'), set([name])])]);
}

function mac(content: string, password: string): Element {
  const salt = forge.random.getBytesSync(encryption.saltSize);
  const salted = forge.util.createBuffer(salt);
  const key = forge.pkcs12.generateKey(password, salted, macKey, encryption.count, 20);
  const hmac = forge.hmac.create();
  hmac.start('sha1', key);
  hmac.update(content);
  const algorithm = sequence([oid('sha1'), asn1.create(UNIVERSAL, asn1.Type.NULL, false, '')]);
  const digest = sequence([algorithm, octets(hmac.getMac().getBytes())]);
  return sequence([digest, octets(salt), integer(encryption.count)]);
}

/** PKCS#7 ContentInfo of the type `data`. */
function data(content: Element): Element {
  return sequence([oid('data'), explicit(octets(asn1.toDer(content).getBytes()))]);
}

function sequence(parts: Element[]): Element {
  return asn1.create(UNIVERSAL, asn1.Type.SEQUENCE, true, parts);
}

function set(parts: Element[]): Element {
  return asn1.create(UNIVERSAL, asn1.Type.SET, true, parts);
}

function explicit(part: Element): Element {
  return asn1.create(CONTEXT_SPECIFIC, 0, true, [part]);
}

function octets(bytes: string): Element {
  return asn1.create(UNIVERSAL, asn1.Type.OCTETSTRING, false, bytes);
}

function integer(value: number): Element {
  return asn1.create(UNIVERSAL, asn1.Type.INTEGER, false, asn1.integerToDer(value).getBytes());
}

function oid(name: string): Element {
  const value = pki.oids[name];
  if (value === undefined) throw new TypeError(`no object identifier is called ${name}`);
  return asn1.create(UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(value).getBytes());
}
