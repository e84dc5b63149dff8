// Writes bytes as base32 or base64url text, and reads only the one spelling that writing gives (RFC 4648, no padding).

/** One alphabet of RFC 4648. */
export interface TextCodec {
  encode(bytes: Uint8Array): string;
  /** The bytes, or undefined if the text is not exactly what `encode` writes: a foreign letter, padding, stray bits. */
  decode(text: string): Uint8Array<ArrayBuffer> | undefined;
}

/** Base32 (RFC 4648 §6), upper-case. 16 bytes are 26 letters. */
export const base32: TextCodec = codecOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 5);

/** Base64 with the URL alphabet (RFC 4648 §5). */
export const base64url: TextCodec = codecOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 6);

function codecOf(alphabet: string, bitsPerLetter: number): TextCodec {
  const values = new Map([...alphabet].map((letter, value) => [letter, value]));
  return {
    encode(bytes) {
      const { whole, rest, last } = regroup(bytes, 8, bitsPerLetter);
      let text = '';
      for (const value of whole) text += alphabet.charAt(value);
      return rest === 0 ? text : text + alphabet.charAt(last);
    },
    decode(text) {
      const letters: number[] = [];
      for (const letter of text) {
        const value = values.get(letter);
        if (value === undefined) return undefined;
        letters.push(value);
      }
      const groups = regroup(letters, bitsPerLetter, 8);
      // Spare bits must be zero and fewer than one letter's, or two texts would mean the same bytes.
      if (groups.rest >= bitsPerLetter || groups.last !== 0) return undefined;
      return Uint8Array.from(groups.whole);
    },
  };
}

/** Cuts a run of bits anew. `rest` counts the bits left over, which `last` holds, filled up with zeros on the right. */
function regroup(
  values: Iterable<number>,
  from: number,
  to: number,
): { readonly whole: number[]; readonly rest: number; readonly last: number } {
  const whole: number[] = [];
  let bits = 0;
  let held = 0;
  for (const value of values) {
    held = (held << from) | value;
    bits += from;
    while (bits >= to) {
      bits -= to;
      whole.push((held >> bits) & ((1 << to) - 1));
      held &= (1 << bits) - 1;
    }
  }
  return { whole, rest: bits, last: bits === 0 ? 0 : (held << (to - bits)) & ((1 << to) - 1) };
}
