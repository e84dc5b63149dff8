// Derives the GUIDs that Windows Installer wants from what they stand for, so that two builds of one commit agree; pure but for SHA-1.

import { createHash } from 'node:crypto';

/** Of everything below; made up once. */
const namespace = '8d0c4a52-0f0a-4f0e-9a55-6f1f3a1c7b21';

/** RFC 9562 §5.5. In capitals, as Windows Installer wants them. */
export function guidOf(...names: readonly string[]): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(names.join('\0'))
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16).toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** An identifier for the tables of a package: their alphabet is small and their columns narrow. */
export function identifierOf(kind: string, name: string): string {
  return `${kind}_${createHash('sha1').update(name).digest('hex').slice(0, 32)}`;
}
