// The tables of invitations as types; what holds for all tables stands in tables.ts.

export interface InvitationTables {
  readonly invitations: InvitationRow;
  readonly invitation_uses: InvitationUseRow;
  readonly invitation_serials: InvitationSerialRow;
}

export interface InvitationRow {
  id: string;
  role: string;
  site: string;
  domains: string;
  /** SHA-256 of the code; the code itself is never kept. */
  code_hash: string;
  uses: number;
  used: number;
  expires_at: number;
  revoked_at: number | null;
  note: string;
  created_at: number;
}

/** Makes enrolling idempotent: who used an invitation with which key. */
export interface InvitationUseRow {
  invitation_id: string;
  key_fingerprint: string;
  /** SHA-256 of the certificate that was issued, or the gateway that waits. */
  subject: string;
  used_at: number;
}

/** A machine that an invitation is for, by the serial number it claims; the device that used it up, if one has. */
export interface InvitationSerialRow {
  invitation_id: string;
  serial: string;
  used_by: string | null;
}
