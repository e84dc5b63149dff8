// Writes DER, element by element; what it writes, der.ts reads.

/** One element: its tag, and its content in one piece or several. */
export function derElement(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(bytes.length), bytes]);
}

export function derSequence(...elements: readonly Uint8Array[]): Buffer {
  return derElement(0x30, ...elements);
}

/** An object identifier of its bytes in hex. */
export function derOid(hex: string): Buffer {
  return derElement(0x06, Buffer.from(hex, 'hex'));
}

/** A GeneralizedTime as RFC 5280 §4.1.2.5.2 has it: in UTC, without fractions. */
export function derTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
  return derElement(0x18, Buffer.from(digits.replace(/[-:T]/g, ''), 'latin1'));
}

/** A BIT STRING of whole bytes. */
export function derBits(bytes: Uint8Array): Buffer {
  return derElement(0x03, Buffer.from([0]), bytes);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}
