// What every carrier needs from the gateway.

import { type RequestId, requestId } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Admission } from '../access/admission.ts';
import type { AccessRequest, NoticeTaker } from '../sessions/session.ts';

export interface CarrierPorts {
  /** Decides, resolves, dials; see admission. */
  admit(request: AccessRequest, signal: AbortSignal): Promise<Admission>;
  addTaker(taker: NoticeTaker): () => void;
  /** The connection carries something from now on, until the returned function is called. */
  carrying(connection: ClientConnection): () => void;
  /** Something failed that should not have; the carrier has ended its connection. */
  failed(error: unknown): void;
}

export function newRequestId(): RequestId {
  return requestId.parse(`req_${randomToken()}`);
}
