// Runs on Windows: writes policies as a policy editor does, reads them, and tells both readings as one JSON text.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import koffi from 'koffi';
import { managedConfigurationOfWindows } from '../../../native/managed/win32.ts';

interface Written {
  readonly key: string;
  readonly name: string;
  readonly type: number;
  readonly data: string;
}

const { values }: { readonly values: readonly Written[] } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const advapi32 = koffi.load('advapi32.dll');
const setKeyValue = advapi32.func('RegSetKeyValueW', 'long', [
  'void *',
  'str16',
  'str16',
  'uint32_t',
  'void *',
  'uint32_t',
]);

const managed = managedConfigurationOfWindows();
const before = await managed.read();
const codes = values.map(({ key, name, type, data }) => {
  const bytes = Buffer.from(data, 'base64');
  return setKeyValue(0x8000_0002n, `SOFTWARE\\Policies\\Stile${key}`, name, type, bytes, bytes.length);
});
process.stdout.write(JSON.stringify({ before, codes, after: await managed.read() }));
