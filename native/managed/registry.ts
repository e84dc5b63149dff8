// Reads a key of the Windows registry with the keys right below it, as it is kept there.

import type { RegistryValue } from './registry-values.ts';

export type RegistryKey =
  | { readonly kind: 'missing' }
  | { readonly kind: 'values'; readonly values: readonly RegistryValue[] }
  | { readonly kind: 'failed'; readonly code: number };

/** Reads `path` below HKEY_LOCAL_MACHINE. */
export type ReadRegistryKey = (path: string) => RegistryKey;

/** winreg.h, winnt.h: the 64-bit registry, whatever program asks. */
const localMachine = 0x8000_0002n;
const readAccess = 0x2_0019 | 0x0100;
const fileNotFound = 2;
const noMoreItems = 259;

/** Longer than any name (16,383 letters) is; and data beyond this is none of ours. */
const mostLetters = 16_384;
const mostBytes = 131_072;
/** Values and keys that are looked at in each key. */
const mostEntries = 1_024;

class RegistryFailure extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`the registry answered ${code}`);
    this.code = code;
  }
}

/**
 * By the system's own calls: what reg.exe prints is in the code page of a console, and runs the texts of a list together.
 * @throws what koffi throws where the library does not exist
 */
export async function openRegistry(): Promise<ReadRegistryKey> {
  const { default: koffi } = await import('koffi');
  const advapi32 = koffi.load('advapi32.dll');
  const openKey = advapi32.func('RegOpenKeyExW', 'long', ['void *', 'str16', 'uint32_t', 'uint32_t', '_Out_ void **']);
  const closeKey = advapi32.func('RegCloseKey', 'long', ['void *']);
  const enumerateValues = advapi32.func('RegEnumValueW', 'long', [
    'void *',
    'uint32_t',
    'void *',
    '_Inout_ uint32_t *',
    'void *',
    '_Out_ uint32_t *',
    'void *',
    '_Inout_ uint32_t *',
  ]);
  const enumerateKeys = advapi32.func('RegEnumKeyExW', 'long', [
    'void *',
    'uint32_t',
    'void *',
    '_Inout_ uint32_t *',
    'void *',
    'void *',
    'void *',
    'void *',
  ]);

  function inKey<T>(path: string, work: (key: unknown) => T): T | null {
    const opened: unknown[] = [null];
    const code = Number(openKey(localMachine, path, 0, readAccess, opened));
    if (code === fileNotFound) return null;
    if (code !== 0) throw new RegistryFailure(code);
    try {
      return work(opened[0]);
    } finally {
      closeKey(opened[0]);
    }
  }

  function valuesOf(key: unknown, subKey: string): readonly RegistryValue[] {
    const values: RegistryValue[] = [];
    for (let index = 0; ; index += 1) {
      const name = Buffer.alloc(mostLetters * 2);
      const data = Buffer.alloc(mostBytes);
      const [letters, type, bytes] = [[mostLetters], [0], [mostBytes]];
      const code = Number(enumerateValues(key, index, name, letters, null, type, data, bytes));
      if (code === noMoreItems) return values;
      if (code !== 0 || index >= mostEntries) throw new RegistryFailure(code);
      values.push({
        subKey,
        name: name.toString('utf16le', 0, (letters[0] ?? 0) * 2),
        type: type[0] ?? 0,
        data: Buffer.from(data.subarray(0, bytes[0] ?? 0)),
      });
    }
  }

  function keysOf(key: unknown): readonly string[] {
    const names: string[] = [];
    for (let index = 0; ; index += 1) {
      const name = Buffer.alloc(mostLetters * 2);
      const letters = [mostLetters];
      const code = Number(enumerateKeys(key, index, name, letters, null, null, null, null));
      if (code === noMoreItems) return names;
      if (code !== 0 || index >= mostEntries) throw new RegistryFailure(code);
      names.push(name.toString('utf16le', 0, (letters[0] ?? 0) * 2));
    }
  }

  return (path) => {
    try {
      const found = inKey(path, (key) => ({ own: valuesOf(key, ''), keys: keysOf(key) }));
      if (found === null) return { kind: 'missing' };
      const below = found.keys.flatMap((name) => inKey(`${path}\\${name}`, (key) => valuesOf(key, name)) ?? []);
      return { kind: 'values', values: [...found.own, ...below] };
    } catch (error) {
      if (error instanceof RegistryFailure) return { kind: 'failed', code: error.code };
      throw error;
    }
  };
}
