// The EMS's tables as types. Times are milliseconds since 1970, booleans are 0 or 1, lists are JSON: alike on every database.

import type { InvitationTables } from './invitation-tables.ts';

export interface Tables extends InvitationTables {
  readonly ems_state: EmsStateRow;
  readonly devices: DeviceRow;
  readonly certificates: CertificateRow;
  readonly gateways: GatewayRow;
  readonly published: PublishedRow;
  readonly destinations: DestinationRow;
  readonly rules: BodyRow;
  readonly rule_sets: BodyRow;
  readonly audit: AuditRow;
  readonly revocation_lists: RevocationListRow;
  readonly witnesses: WitnessRow;
  readonly web_authorities: WebAuthorityRow;
  readonly administrators: AdministratorRow;
  readonly sign_in_links: SignInLinkRow;
  readonly administrator_sessions: AdministratorSessionRow;
  readonly ztna_authorities: ZtnaAuthorityRow;
  readonly user_accounts: UserAccountRow;
  readonly password_links: PasswordLinkRow;
  readonly sign_in_providers: SignInProviderRow;
  readonly pending_sign_ins: PendingSignInRow;
  readonly verified_users: VerifiedUserRow;
}

/** One row: who this EMS is, and how far its changes are numbered. */
export interface EmsStateRow {
  id: number;
  ems_id: string;
  epoch: string;
  revision: number;
  /** The revision at which rules or rule sets changed last. */
  rules_revision: number;
  crl_number: number;
  /** SHA-256 of the CAs whose certificates this database records; null until an EMS of this release has started on it. */
  fabric_ca: string | null;
  ztna_ca: string | null;
  /** The revision at which something was revoked last. */
  revocations_revision: number;
  /** What a restore has lost: from the newest thing in it to the moment it was found; null if nothing ever was. */
  lost_from: number | null;
  lost_until: number | null;
  /** What users may do in the shell. */
  shell_may_quit: number;
  personal_destinations: number;
  shell_disconnect: string;
  /** The networks that are the organisation's own, as JSON; null until somebody says so. */
  on_fabric: string | null;
  /** How long a sign-in by a local account counts; null until somebody says so. */
  local_sign_in_ms: number | null;
}

/** The list of an issuer that all processes hand out. */
export interface RevocationListRow {
  issuer: string;
  /** It counts only in the epoch it was made in, and until something else is revoked. */
  epoch: string;
  revocations_revision: number;
  made_at: number;
  /** In base64. */
  der: string;
}

/**
 * A CA that signs devices and users, or did. `state`: signing (one), replaced (still trusted), revoked. `revocation`: why
 * it was revoked, in the words that its certificates got as their reason.
 */
export interface ZtnaAuthorityRow {
  id: string;
  /** PEM. */
  certificate: string;
  /** PEM of the CAs above it up to its root, one after the other; nobody needs them here. */
  issuers: string;
  state: string;
  created_at: number;
  /** When a replaced one is revoked whoever still uses it. */
  retire_at: number | null;
  revoked_at: number | null;
  revocation: string | null;
}

/** What a process knows to be written here, and a database that was restored from before does not hold. */
export interface WitnessRow {
  process: string;
  token: string;
  token_before: string;
}

/** `state`: active, released (may enroll once more without proof), cloned (two live keys: no tags), revoked. */
export interface DeviceRow {
  uid: string;
  site: string;
  state: string;
  /** What the invitation let the EMS publish there. */
  domains: string;
  sequence: number;
  tags: string;
  online: number;
  last_report_at: number | null;
  report: string | null;
  inventory: string | null;
  disagreements: string;
  /** The revision at which what gateways see of this device changed last. */
  view_revision: number;
  enrolled_at: number;
  /** Who disconnected the agent, and why, as JSON; null while it is connected as far as we were told. */
  disconnected: string | null;
  /** The hash by which the device knows the code that lets its users uninstall it, and until when, as JSON. */
  uninstall_code: string | null;
}

/** `state`: active, retired, revoked. */
export interface CertificateRow {
  sha256: string;
  issuer: string;
  serial: string;
  kind: string;
  /** The device's uid or the gateway's id. */
  owner: string;
  os_user: string | null;
  key_fingerprint: string;
  /** SPKI as PEM: a known device proves itself by it. */
  public_key: string;
  certificate: string;
  issued_at: number;
  not_after: number;
  state: string;
  first_used_at: number | null;
  retire_at: number | null;
  revoked_at: number | null;
  revocation_reason: string | null;
  /** Of a web certificate: its hosts, sorted. */
  hosts: string | null;
}

/** A web CA; its key lies in a file. `state`: current (at most one), replaced. */
export interface WebAuthorityRow {
  id: string;
  certificate: string;
  domains: string;
  state: string;
  created_at: number;
}

/** `state`: pending, approved, withdrawn. */
export interface GatewayRow {
  id: string;
  state: string;
  key_fingerprint: string;
  public_key: string;
  names: string;
  sites: string;
  addresses: string;
  /** Before this revision its sites held other devices: who asks since then gets everything. */
  view_floor: number;
  joined_at: number;
  /** For which it may ask web certificates. */
  web_hosts: string;
}

export interface PublishedRow {
  gateway_id: string;
  name: string;
  host: string;
  port: number;
  kind: string;
  needs: string;
}

/** What administrators chose for the destination of a name; kept although no gateway publishes it just now. */
export interface DestinationRow {
  name: string;
  id: string;
  visible_to: string;
  publish: number;
}

export interface BodyRow {
  id: number;
  body: string;
}

export interface AuditRow {
  id: string;
  at: number;
  actor: string;
  action: string;
  target: string;
  outcome: string;
  detail: string;
}

export interface AdministratorRow {
  name: string;
  role: string;
  created_at: number;
}

export interface SignInLinkRow {
  /** SHA-256 of the secret; the secret itself is never kept. */
  secret_hash: string;
  name: string;
  expires_at: number;
  used_at: number | null;
}

/** `kind`: session (a browser, which may idle out) or token (a program). */
export interface AdministratorSessionRow {
  secret_hash: string;
  name: string;
  kind: string;
  created_at: number;
  last_used_at: number;
  ends_at: number;
}

/** A person who may sign in on devices, by a password. `password`: how it is checked; null until one is set. */
export interface UserAccountRow {
  name: string;
  groups: string;
  password: string | null;
  password_set_at: number | null;
  disabled: number;
  created_at: number;
}

/** Lets a person set their own password, once. */
export interface PasswordLinkRow {
  /** SHA-256 of the secret; the secret itself is never kept. */
  secret_hash: string;
  name: string;
  expires_at: number;
}

/** An identity provider. */
export interface SignInProviderRow {
  id: string;
  /** As JSON; no secret is among them. */
  settings: string;
  /** The file in the CA directory that holds the client's secret; null if the provider wants none. */
  secret_file: string | null;
  created_at: number;
}

/** A sign-in that a device has begun. Whoever finishes it takes the row away. */
export interface PendingSignInRow {
  id: string;
  uid: string;
  os_user: string;
  provider: string;
  /** Who the browser must say that it comes from (RFC 9207). */
  issuer: string;
  code_challenge: string;
  state: string;
  redirect_uri: string;
  nonce: string;
  begun_at: number;
  expires_at: number;
  /** Wrong passwords so far. */
  failures: number;
  /** Of a local account, once its password was given: who it is, and SHA-256 of the code that the browser takes back. */
  account: string | null;
  code_hash: string | null;
  code_expires_at: number | null;
}

/** Who has proved to be this OS user of this device. */
export interface VerifiedUserRow {
  uid: string;
  os_user: string;
  provider: string;
  subject: string;
  groups: string;
  verified_at: number;
  valid_until: number;
}
