// Understands SMBIOS tables (DMTF DSP0134, §6.1 and §7.2): the serial number of structure type 1, System Information.

const systemInformation = 1;
const endOfTable = 127;
/** Type, length of the formatted area, handle. */
const headerBytes = 4;
/** Where type 1 has the number of its string. */
const serialNumberAt = 0x07;

/** Null if there is none, or the tables are damaged before it. */
export function serialOfSmbios(tables: Uint8Array): string | null {
  for (let at = 0; at + headerBytes <= tables.length; ) {
    const type = tables[at] ?? endOfTable;
    const length = tables[at + 1] ?? 0;
    if (type === endOfTable || length < headerBytes || at + length > tables.length) return null;
    const { strings, next } = stringsAt(tables, at + length);
    if (type === systemInformation) {
      const number = length > serialNumberAt ? (tables[at + serialNumberAt] ?? 0) : 0;
      // Strings count from 1; 0 says that there is none.
      return number === 0 ? null : (strings[number - 1] ?? null);
    }
    at = next;
  }
  return null;
}

/** Strings end with a NUL each, the set of them with one more; a set without any is two. */
function stringsAt(tables: Uint8Array, start: number): { readonly strings: readonly string[]; readonly next: number } {
  const strings: string[] = [];
  let at = start;
  for (;;) {
    const end = tables.indexOf(0, at);
    if (end === -1) return { strings, next: tables.length };
    if (end === at) return { strings, next: strings.length === 0 ? end + 2 : end + 1 };
    strings.push(Buffer.from(tables.subarray(at, end)).toString('latin1'));
    at = end + 1;
  }
}
