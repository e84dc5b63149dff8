// Writes and reads the critical extension that keeps a web CA inside its site's domains (RFC 5280 §4.2.1.10).

import 'reflect-metadata';
import { Extension } from '@peculiar/x509';
import { derContent, derElements, derTag } from './der.ts';

const oid = '2.5.29.30';
/** The same identifier's bytes in hex. Not among those that are understood in leaves: only a CA has it. */
export const nameConstraintsOid = '551d1e';

/** Only these domains and what lies below them, and no IP address at all (unmentioned, addresses would be free). */
export function nameConstraints(domains: readonly string[]): Extension {
  const permitted = domains.map((domain) => subtree(tag.dns, Buffer.from(domain, 'ascii')));
  const excluded = [4, 16].map((size) => subtree(tag.ip, Buffer.alloc(2 * size)));
  const value = der(derTag.sequence, der(tag.permitted, ...permitted), der(tag.excluded, ...excluded));
  return new Extension(oid, true, value);
}

/** A name that is permitted or excluded with everything below it. */
export interface Subtree {
  readonly kind: 'dns' | 'ip' | 'other';
  readonly bytes: Buffer;
}

export interface NameConstraints {
  readonly permitted: readonly Subtree[];
  readonly excluded: readonly Subtree[];
}

/** @throws RangeError for what is not the DER of name constraints, or counts levels (`minimum`, `maximum`: RFC 5280 has no use for them) */
export function readNameConstraints(value: Buffer): NameConstraints {
  const parts = derElements(derContent(value, derTag.sequence));
  const [permitted, excluded] = [tag.permitted, tag.excluded].map((each) => parts.filter((part) => part.tag === each));
  if (permitted === undefined || excluded === undefined || permitted.length + excluded.length !== parts.length)
    throw new RangeError('not name constraints');
  if (permitted.length > 1 || excluded.length > 1) throw new RangeError('a list twice');
  const subtreesOf = (lists: typeof parts) => lists.flatMap(({ content }) => derElements(content).map(readSubtree));
  return { permitted: subtreesOf(permitted), excluded: subtreesOf(excluded) };
}

/** GeneralSubtrees: [0] permitted, [1] excluded; in them GeneralNames: [2] dNSName, [7] iPAddress with mask. */
const tag = { permitted: 0xa0, excluded: 0xa1, dns: 0x82, ip: 0x87 } as const;

function readSubtree({ tag: found, content }: ReturnType<typeof derElements>[number]): Subtree {
  const [name, ...levels] = derElements(content);
  if (found !== derTag.sequence || name === undefined || levels.length > 0) throw new RangeError('not a subtree');
  const kind = name.tag === tag.dns ? 'dns' : name.tag === tag.ip ? 'ip' : 'other';
  return { kind, bytes: name.content };
}

function subtree(nameTag: number, name: Buffer): Buffer {
  return der(derTag.sequence, der(nameTag, name));
}

function der(outer: number, ...parts: readonly Buffer[]): Buffer<ArrayBuffer> {
  const content = Buffer.concat(parts);
  const size = content.length;
  if (size < 0x80) return Buffer.from([outer, size, ...content]);
  if (size < 0x100) return Buffer.from([outer, 0x81, size, ...content]);
  return Buffer.from([outer, 0x82, size >> 8, size & 0xff, ...content]);
}
