// What is taken for a machine's serial number, and where it is found.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { serialNumberOfLinux } from '../../../../native/serial-number/linux.ts';
import { serialOfRegistry } from '../../../../native/serial-number/parse.ts';
import { meaningfulSerial, readOnce } from '../../../../native/serial-number/serial-number.ts';
import { serialOfSmbios } from '../../../../native/serial-number/smbios.ts';

for (const [told, expected] of [
  ['PF3ABCDE\n', 'PF3ABCDE'],
  ['  5CG1234XYZ  \n', '5CG1234XYZ'],
  ['VMware-56 4d 1e  9f\0\0', 'VMware-56 4d 1e 9f'],
  ['0', null],
  ['', null],
  ['00000000', null],
  ['-.-.-', null],
  ['None', null],
  ['Not Specified', null],
  ['To be filled by O.E.M.', null],
  ['To Be Filled By O.E.M', null],
  ['Default string', null],
  ['System Serial Number', null],
  ['0123456789', null],
  ['XXXXXXXX', null],
  ['A'.repeat(3), null],
  ['1A'.repeat(40), null],
] as const)
  test(`firmware tells ${JSON.stringify(told)}: the serial number is ${expected}`, () =>
    assert.equal(meaningfulSerial(told), expected));

/** A structure as DSP0134 §6.1 lays it out: header, formatted area, strings. */
function structure(type: number, area: readonly number[], strings: readonly string[]): Buffer {
  const head = Buffer.from([type, 4 + area.length, type, 0]);
  const texts = strings.length === 0 ? '\0\0' : `${strings.map((each) => `${each}\0`).join('')}\0`;
  return Buffer.concat([head, Buffer.from(area), Buffer.from(texts, 'latin1')]);
}

/** Type 0: vendor, version, address (2), date, size and more, without regard to what they say. */
const bios = structure(0, [1, 2, 0, 0xe8, 3, 0xff, ...Array<number>(14).fill(0)], ['LENOVO', 'N2XET35W', '04/01/2024']);
/** Type 1: manufacturer, product, version, serial number, UUID (16), wake-up, SKU, family. */
const system = (serial: number, strings: readonly string[]) =>
  structure(1, [1, 2, 3, serial, ...Array<number>(16).fill(0xab), 6, 0, 0], strings);
const end = structure(127, [], []);
const strings = ['LENOVO', '20XW', 'ThinkPad', 'PF3ABCDE'];

for (const [title, tables, expected] of [
  ['after another structure', [bios, system(4, strings), end], 'PF3ABCDE'],
  ['after one without strings', [structure(32, [0, 0], []), system(4, strings), end], 'PF3ABCDE'],
  ['that says it has none', [bios, system(0, strings), end], null],
  ['that points beyond its strings', [system(9, strings), end], null],
  ['of an old, short form', [structure(1, [1, 2, 3], strings), end], null],
  ['that comes after the end', [end, system(4, strings)], null],
  ['without one', [bios, end], null],
  ['that is cut off', [system(4, strings).subarray(0, 12)], null],
  ['that is empty', [], null],
] as const)
  test(`SMBIOS ${title} tells ${expected}`, () => assert.equal(serialOfSmbios(Buffer.concat(tables)), expected));

test('no bytes make the parser of SMBIOS fail or go on for ever', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const found = serialOfSmbios(bytes);
      assert.ok(found === null || typeof found === 'string');
    }),
  );
});

test('macOS tells it in one line among others', () => {
  const text =
    '+-o J314sAP  <class IOPlatformExpertDevice>\n    {\n      "IOPlatformSerialNumber" = "C02XK1ABJGH5"\n      "model" = <"MacBookPro18,3">\n';
  assert.equal(serialOfRegistry(text), 'C02XK1ABJGH5');
  assert.equal(serialOfRegistry('nothing'), null);
});

test('Linux tells it in one file or the other, and what was told once is not read again', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'stile-serial-'));
  try {
    const read = readOnce(serialNumberOfLinux(root));
    assert.equal(await read(), null);
    const tree = path.join(root, 'sys/firmware/devicetree/base');
    await mkdir(tree, { recursive: true });
    await writeFile(path.join(tree, 'serial-number'), '10000000abcd1234\0');
    assert.equal(await read(), '10000000abcd1234');
    await rm(tree, { recursive: true });
    assert.equal(await read(), '10000000abcd1234');
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
