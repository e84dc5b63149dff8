// Reads a machine's signing request: what holds for every request, and a P-256 key.

import { AppError } from '../../shared/errors/app-error.ts';
import { parseCsr, type SigningRequest } from '../../shared/node/x509/csr.ts';

/** @throws AppError `csr-malformed`, `csr-weak`, `csr-too-large` */
export async function machineRequest(csr: string): Promise<SigningRequest> {
  const request = await parseCsr(csr);
  if (request.publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1') return request;
  throw new AppError('csr-weak', { why: 'a machine has a P-256 key' });
}
