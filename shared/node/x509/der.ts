// Reads DER, and nothing that is only BER: one way to write each thing, or it is not read at all.

/** One element: its tag as it stands, and what is in it. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
}

export const derTag = { boolean: 0x01, octetString: 0x04, oid: 0x06, sequence: 0x30 } as const;

/** The elements that stand one after the other. @throws RangeError unless they end where the bytes end */
export function derElements(bytes: Buffer): readonly DerElement[] {
  const found: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { tag, from, to } = elementAt(bytes, at);
    found.push({ tag, content: bytes.subarray(from, to) });
    at = to;
  }
  return found;
}

/** What is in the one element that the bytes are. @throws RangeError if they are something else */
export function derContent(bytes: Buffer, tag: number): Buffer {
  const [only, ...others] = derElements(bytes);
  if (only?.tag !== tag || others.length > 0) throw new RangeError('not the element that was expected');
  return only.content;
}

function elementAt(bytes: Buffer, at: number): { readonly tag: number; readonly from: number; readonly to: number } {
  const tag = bytes.readUInt8(at);
  // Tags above 30 take more bytes; nothing that is read here has one.
  if ((tag & 0x1f) === 0x1f) throw new RangeError('a tag of several bytes');
  const first = bytes.readUInt8(at + 1);
  const size = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || size > 3) throw new RangeError('a length without end, or beyond all measure');
  const length = size === 0 ? first : bytes.readUIntBE(at + 2, size);
  const isShortest = size === 0 || length >= (size === 1 ? 0x80 : 0x100 ** (size - 1));
  const from = at + 2 + size;
  if (!isShortest || from + length > bytes.length) throw new RangeError('a length that is wrong');
  return { tag, from, to: from + length };
}
