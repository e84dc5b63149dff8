// Recognises keys that stay in a TPM: their PEM only names them to the TPM that made them.

const label = '-----BEGIN TSS2 PRIVATE KEY-----';

export function isTpmKey(pem: string): boolean {
  return pem.trimStart().startsWith(label);
}
