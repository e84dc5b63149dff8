// Lets a request through or refuses it: by the certificate of its connection and the kinds its route takes, nothing else.

import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { CallerKind } from '../../shared/ems/define-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { type Caller, callerOf, type Judges, kindOf } from './caller.ts';

/**
 * The caller, judged now, if its kind is among those taken; an empty list takes nobody.
 * @throws AppError `certificate-required`, `certificate-refused`, `certificate-not-yet-valid`, `device-revoked`, `gateway-withdrawn`
 */
export async function admit(
  ems: Ems,
  judges: Judges,
  request: IncomingMessage,
  takes: readonly CallerKind[],
): Promise<Caller> {
  const kinds = takes.join(' or ');
  if (!(request.socket instanceof TLSSocket)) throw new AppError('certificate-required', { kinds });
  const caller = await callerOf(ems, judges, request.socket);
  const kind = kindOf(caller);
  if (kind !== null && takes.includes(kind)) return caller;
  if (caller.kind === 'anonymous') throw new AppError('certificate-required', { kinds });
  if (caller.kind === 'ended') throw new AppError(caller.what === 'device' ? 'device-revoked' : 'gateway-withdrawn');
  if (caller.kind === 'not-yet-valid') throw new AppError('certificate-not-yet-valid');
  throw new AppError('certificate-refused', {
    why: caller.kind === 'refused' ? caller.why : `it is a ${caller.kind} certificate`,
  });
}
