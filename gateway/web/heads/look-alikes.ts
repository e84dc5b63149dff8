// Knows every spelling of a header that a server could take for the gateway's word.

/**
 * One spelling for all that servers take for the same: CGI and its heirs make `HTTP_X_STILE_ASSERTION` of any case and of
 * `-` and `_`, some also of `.` and other signs.
 */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9:]/g, '-');
}

/** Who asked, from where, and for what: only the gateway says so. Canonical names. */
const names: ReadonlySet<string> = new Set([
  'forwarded',
  // RFC 9440: what a proxy says of a client certificate.
  'client-cert',
  'client-cert-chain',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  // Some servers take the path or the host from here; the gateway has decided on the real ones.
  'x-original-url',
  'x-rewrite-url',
  'x-original-host',
  'x-host',
  // CGI's `HTTP_PROXY` is a program's own proxy setting.
  'proxy',
]);

/** @param name canonical */
export function isLookAlike(name: string): boolean {
  return name.startsWith('x-stile-') || name.startsWith('x-forwarded-') || name === 'x-forwarded' || names.has(name);
}
