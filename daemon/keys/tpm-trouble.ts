// Says in a sentence why a key in the TPM cannot be used, from what OpenSSL says of it.

const reasons: readonly (readonly [RegExp, string])[] = [
  [/not installed/, "OpenSSL's provider for TPMs (Debian: tpm2-openssl) is not installed"],
  // TPM2_Load found that another TPM, or this one before it was cleared, had wrapped the key.
  [/cannot load key/, 'the TPM does not know this key: it was cleared, or it is another TPM'],
  [/lockout/i, 'the TPM is locked for a while after wrong authorisations'],
  // No decoder for the key: the provider was not loaded, since its TPM did not answer.
  [/unsupported|cannot be read/i, 'the TPM cannot be reached'],
];

export function whyTpmFails(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const known = reasons.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return known[1];
  return message === '' ? 'the TPM cannot be reached' : `the TPM does not sign (${message.slice(0, 200)})`;
}
