// Tells a server whose certificate is not valid at this moment from one that cannot be reached: a clock is wrong then.

import { AppError } from '../../errors/app-error.ts';

const whys: Readonly<Record<string, string>> = {
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_HAS_EXPIRED: 'has expired',
};

/** AppError `certificate-dates` if a TLS handshake with the server (`host:port` or a name) failed for a date; null otherwise. */
export function certificateDates(server: string, cause: unknown): AppError | null {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why = Object.hasOwn(whys, code) ? whys[code] : undefined;
  return why === undefined ? null : new AppError('certificate-dates', { server, why }, { cause });
}
