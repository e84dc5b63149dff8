// Takes a PEM block's DER out of text that a stranger may have sent, by one strict form and under a size limit.

/** What a block may be labelled. */
export type PemLabel = 'CERTIFICATE' | 'CERTIFICATE REQUEST' | 'NEW CERTIFICATE REQUEST';

/**
 * The DER of the only block in the text, or undefined if there is none, another one, more than one, or anything beside
 * it: what is checked must be all that is used.
 */
export function onlyPemBlock(text: string, labels: readonly PemLabel[], largestText: number): Buffer | undefined {
  if (text.length > largestText) return undefined;
  const match = /^\s*-----BEGIN ([A-Z ]+)-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END \1-----\s*$/.exec(text);
  if (match === null || !labels.some((label) => label === match[1])) return undefined;
  const der = Buffer.from(match[2] ?? '', 'base64');
  return isOneDerSequence(der) ? der : undefined;
}

/** What a file of ours holds: a private key and certificates, in the order they stand in it, each as PEM. */
export function keyAndCertificates(text: string): {
  readonly key: string | undefined;
  readonly certificates: readonly string[];
} {
  const blocks = text.match(/-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----\n?/g) ?? [];
  return {
    key: blocks.find((block) => block.includes('PRIVATE KEY-----')),
    certificates: blocks.filter((block) => block.startsWith('-----BEGIN CERTIFICATE-----')),
  };
}

/** PEM of one block (RFC 7468 §2). */
export function pemBlock(label: 'CERTIFICATE' | 'X509 CRL', der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** True if the bytes are one DER SEQUENCE and nothing after it; its content is not looked at. */
export function isOneDerSequence(der: Uint8Array): boolean {
  const [tag, first] = der;
  if (tag !== 0x30 || first === undefined) return false;
  if (first < 0x80) return der.length === 2 + first;
  const lengthBytes = first & 0x7f;
  if (lengthBytes === 0 || lengthBytes > 3 || der.length < 2 + lengthBytes) return false;
  const length = der.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  return der.length === 2 + lengthBytes + length;
}
