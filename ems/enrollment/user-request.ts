// Reads a user's signing request: what holds for every request, and a key that browsers and their stores take.

import { AppError } from '../../shared/errors/app-error.ts';
import { parseCsr, type SigningRequest } from '../../shared/node/x509/csr.ts';

/** @throws AppError `csr-malformed`, `csr-weak`, `csr-too-large` */
export async function userRequest(csr: string): Promise<SigningRequest> {
  const request = await parseCsr(csr);
  const { asymmetricKeyType, asymmetricKeyDetails } = request.publicKey;
  if (asymmetricKeyType === 'rsa' || asymmetricKeyDetails?.namedCurve === 'prime256v1') return request;
  throw new AppError('csr-weak', { why: 'a user has a P-256 or an RSA key' });
}
