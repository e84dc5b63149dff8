// Which refusals end a connection: those whose cause is the certificate it was opened with.

import type { DenialCode } from '../../../shared/tunnel/denial.ts';

/** Only a new handshake can show another certificate, and browsers make none while the connection is good. */
const ofTheConnection: readonly DenialCode[] = ['001', '002', '003', '063', '097'];

export function endsConnection(code: DenialCode): boolean {
  return ofTheConnection.includes(code);
}
