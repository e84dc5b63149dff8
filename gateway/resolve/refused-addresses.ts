// Decides which addresses the gateway never dials, however they are written.

import ipaddr from 'ipaddr.js';

/** What counts as the gateway's own or the EMS's, read anew at every dial. */
export interface Surroundings {
  readonly ownAddresses: readonly string[];
  readonly emsAddresses: readonly string[];
}

export type AddressVerdict = { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly why: string };

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Cloud metadata services answer on these; whoever reaches them gets the machine's credentials. */
const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  'fd00:ec2::254',
  'fd20:ce::254',
];

const refusedRanges = new Map([
  ['unspecified', 'unspecified'],
  ['broadcast', 'broadcast'],
  ['multicast', 'multicast'],
  ['linkLocal', 'link-local'],
  ['loopback', 'loopback'],
]);

/**
 * Judges one address. IPv4-mapped, IPv4-compatible, IPv4-translated (::ffff:0:0:0/96), NAT64 (64:ff9b::/96 and
 * 64:ff9b:1::/48), 6to4 and Teredo addresses are judged as the IPv4 address inside them, too. `allowed` is the CIDR list of one destination; it overrides for that destination,
 * matching the address as it is written or the one inside it.
 */
export function judgeAddress(
  text: string,
  surroundings: Surroundings,
  allowed: readonly string[] = [],
): AddressVerdict {
  const forms = remembered(formsByText, text, () => (ipaddr.isValid(text) ? formsOf(ipaddr.parse(text)) : null));
  if (forms === null) return { kind: 'refused', why: 'not an address' };
  if (forms.some((form) => allowed.some((range) => within(form, range)))) return { kind: 'allowed' };
  for (const form of forms) {
    const why = whyRefused(form, surroundings);
    if (why !== null) return { kind: 'refused', why };
  }
  return { kind: 'allowed' };
}

function whyRefused(address: Address, surroundings: Surroundings): string | null {
  const range = refusedRanges.get(address.range());
  if (metadata.some((entry) => same(address, entry))) return 'metadata service';
  if (range !== undefined) return range;
  if (address.kind() === 'ipv4' && within(address, '0.0.0.0/8')) return 'unspecified';
  if (address.kind() === 'ipv6' && within(address, 'fec0::/10')) return 'link-local';
  if (surroundings.ownAddresses.some((own) => same(address, own))) return 'own interface';
  if (surroundings.emsAddresses.some((ems) => same(address, ems))) return 'the EMS';
  return null;
}

/** The address itself and every IPv4 address that a translator or kernel would make of it. */
function formsOf(address: Address): readonly Address[] {
  if (address instanceof ipaddr.IPv4) return [address];
  const bytes = address.toByteArray();
  if (address.isIPv4MappedAddress()) return [address.toIPv4Address()];
  const inner = [];
  if (within(address, '64:ff9b::/96') || within(address, '::/96')) inner.push(bytes.slice(12));
  if (within(address, '::ffff:0:0:0/96')) inner.push(bytes.slice(12));
  // Teredo (RFC 4380 section 4): the client's address with every bit turned over.
  if (within(address, '2001::/32')) inner.push(bytes.slice(12).map((byte) => byte ^ 0xff));
  if (within(address, '64:ff9b:1::/48')) inner.push(...localTranslations(bytes));
  if (within(address, '2002::/16')) inner.push(bytes.slice(2, 6));
  return [address, ...inner.map((four) => new ipaddr.IPv4(four))];
}

/**
 * RFC 6052 section 2.2: a prefix inside the /48 may be 48, 56, 64 or 96 bits long; bits 64 to 71 hold nothing. A reading
 * that starts with 0 is padding of another length, not an address.
 */
function localTranslations(bytes: readonly number[]): number[][] {
  const skipped = [...bytes.slice(0, 8), ...bytes.slice(9)];
  const shorter = [skipped.slice(6, 10), skipped.slice(7, 11), skipped.slice(8, 12)].filter((four) => four[0] !== 0);
  return [...shorter, bytes.slice(12)];
}

/** Parsing costs more than matching; what is asked for are constants, ranges of one file, and servers again and again. */
const rangeByText = new Map<string, [Address, number]>();
const formsByText = new Map<string, readonly Address[] | null>();
const normalByText = new Map<string, string | null>();
const mostRemembered = 4_096;

function remembered<T>(known: Map<string, T>, text: string, find: () => T): T {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (known.size >= mostRemembered) known.clear();
  const value = find();
  known.set(text, value);
  return value;
}

function within(address: Address, range: string): boolean {
  const [base, bits] = remembered(rangeByText, range, () => ipaddr.parseCIDR(range));
  return base.kind() === address.kind() && address.match(base, bits);
}

function same(address: Address, text: string): boolean {
  const normal = remembered(normalByText, text, () => {
    const bare = text.replace(/%.*$/, '');
    return ipaddr.isValid(bare) ? ipaddr.process(bare).toNormalizedString() : null;
  });
  return normal === address.toNormalizedString();
}
