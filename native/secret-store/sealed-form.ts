// The form of a sealed file: a line that says what it is, then nonce, tag and ciphertext; the line is authenticated, too.

import type { SecretKeeper } from './secret-store.ts';

export interface Sealed {
  readonly kind: 'sealed';
  readonly keeper: SecretKeeper;
  readonly header: Buffer;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly content: Buffer;
}

export type SealedForm = Sealed | { readonly kind: 'unreadable'; readonly why: string };

export const nonceBytes = 12;
const tagBytes = 16;
const keepers: readonly SecretKeeper[] = ['secret-service', 'keychain', 'credential-manager', 'file'];

export function sealedHeader(keeper: SecretKeeper, purpose: string): Buffer {
  return Buffer.from(`stile-sealed 1 ${keeper} ${purpose}\n`);
}

/** Takes a file apart; whether it was changed is only known once it is opened. */
export function readSealed(bytes: Buffer, purpose: string): SealedForm {
  const lineLength = bytes.subarray(0, 256).indexOf('\n') + 1;
  const header = bytes.subarray(0, lineLength);
  const [word, version, keeper, ...rest] = header.toString('latin1').trimEnd().split(' ');
  const unreadable = (why: string) => ({ kind: 'unreadable', why }) as const;
  if (word !== 'stile-sealed') return unreadable('it is no sealed file');
  if (version !== '1') return unreadable('another release wrote it');
  const known = keepers.find((each) => each === keeper);
  if (known === undefined) return unreadable('another release wrote it');
  if (rest.join(' ') !== purpose) return unreadable('it is sealed for another purpose');
  const [nonceEnd, tagEnd] = [lineLength + nonceBytes, lineLength + nonceBytes + tagBytes];
  if (bytes.length < tagEnd) return unreadable('its end is missing');
  return {
    kind: 'sealed',
    keeper: known,
    header,
    nonce: bytes.subarray(lineLength, nonceEnd),
    tag: bytes.subarray(nonceEnd, tagEnd),
    content: bytes.subarray(tagEnd),
  };
}
