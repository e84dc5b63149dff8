// What every carrier needs from the gateway.

import { type RequestId, requestId } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Admission } from '../access/admission.ts';
import type { ForwardRequest, NoticeTaker } from '../sessions/session.ts';

export interface CarrierPorts {
  /** Decides, resolves, dials; see admission. */
  admit(request: ForwardRequest, signal: AbortSignal): Promise<Admission>;
  addTaker(taker: NoticeTaker): () => void;
  /** The connection carries something from now on, until the returned function is called. */
  carrying(connection: ClientConnection): () => void;
  /** What never became a session was refused: a head, or bytes that are not of the protocol. */
  refused(connection: ClientConnection, code: DenialCode, requestId: RequestId): void;
  /** Something failed that should not have; the carrier has ended its connection. */
  failed(error: unknown): void;
}

export function newRequestId(): RequestId {
  return requestId.parse(`req_${randomToken()}`);
}

/** Ends a connection whose peer does not keep to the protocol; its one account says so. */
export function resetForFault(connection: ClientConnection, ports: Pick<CarrierPorts, 'refused'>): void {
  if (connection.ended) return;
  ports.refused(connection, '091', newRequestId());
  connection.reset();
}
