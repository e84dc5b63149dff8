// What is done with a private key where it can be used: made, asked a certificate for, tried.

import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import { assertNever } from '../../shared/assert-never.ts';
import { largestCsr, makeCsr } from '../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem, readKeyPair } from '../../shared/node/x509/keys.ts';

const pem = z.string().max(8_192);

export const keyTask = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('make') }),
  z.strictObject({ kind: z.literal('request'), pem, commonName: z.string().max(64) }),
  z.strictObject({ kind: z.literal('try'), pem }),
]);
export type KeyTask = z.infer<typeof keyTask>;

/** PEM: the key made, the signing request, or nothing where the key signed. */
export const keyAnswer = z.string().max(largestCsr);

/** In this process. @throws whatever OpenSSL says; for another process's kind of key, that it cannot be read */
export async function performHere(task: KeyTask): Promise<string> {
  switch (task.kind) {
    case 'make':
      // With the TPM's provider this is a key inside the TPM, and the PEM only names it.
      return privateKeyPem(await newKeyPair('p256'));
    case 'request':
      return await makeCsr(readKeyPair(task.pem, 'of the certificate to come'), task.commonName);
    case 'try':
      // On this thread: see `keyProvider`.
      sign('sha256', Buffer.from('stile tries its key'), createPrivateKey(task.pem));
      return '';
    default:
      return assertNever(task);
  }
}
