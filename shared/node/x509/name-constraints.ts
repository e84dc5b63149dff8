// Writes the critical extension that keeps a web CA inside its site's domains (RFC 5280 §4.2.1.10).

import 'reflect-metadata';
import { Extension } from '@peculiar/x509';

const oid = '2.5.29.30';

/** Only these domains and what lies below them, and no IP address at all (unmentioned, addresses would be free). */
export function nameConstraints(domains: readonly string[]): Extension {
  const permitted = domains.map((domain) => subtree(0x82, Buffer.from(domain, 'ascii')));
  const excluded = [4, 16].map((size) => subtree(0x87, Buffer.alloc(2 * size)));
  const value = der(0x30, der(0xa0, ...permitted), der(0xa1, ...excluded));
  return new Extension(oid, true, value);
}

/** GeneralSubtree with a GeneralName: [2] dNSName, [7] iPAddress with mask. */
function subtree(tag: number, name: Buffer): Buffer {
  return der(0x30, der(tag, name));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer<ArrayBuffer> {
  const content = Buffer.concat(parts);
  const size = content.length;
  if (size < 0x80) return Buffer.from([tag, size, ...content]);
  if (size < 0x100) return Buffer.from([tag, 0x81, size, ...content]);
  return Buffer.from([tag, 0x82, size >> 8, size & 0xff, ...content]);
}
