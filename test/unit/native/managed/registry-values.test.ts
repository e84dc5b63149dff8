import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RegistryValue, readingOfRegistry } from '../../../../native/managed/registry-values.ts';
import { managedConfigurationOfWindows } from '../../../../native/managed/win32.ts';

const key = 'HKLM\\SOFTWARE\\Policies\\Stile';
const utf16 = (value: string) => Buffer.from(value, 'utf16le');

const sz = (name: string, value: string, subKey = ''): RegistryValue => ({
  subKey,
  name,
  type: 1,
  data: utf16(`${value}\0`),
});
const dword = (name: string, value: number): RegistryValue => {
  const data = Buffer.alloc(4);
  data.writeUInt32LE(value);
  return { subKey: '', name, type: 4, data };
};
const multi = (name: string, ...values: readonly string[]): RegistryValue => ({
  subKey: '',
  name,
  type: 7,
  data: utf16(`${values.map((each) => `${each}\0`).join('')}\0`),
});

for (const [what, found, values] of [
  ['a switch that is on', [dword('MayQuit', 1)], { MayQuit: true }],
  ['a switch that is off', [dword('MayQuit', 0)], { MayQuit: false }],
  ['a number', [dword('WarmConnections', 1)], { WarmConnections: 1 }],
  ['a choice', [sz('Disconnect', 'not-allowed')], { Disconnect: 'not-allowed' }],
  ['a name in other letters', [dword('mayquit', 0)], { MayQuit: false }],
  ['a text that nobody ended', [{ ...sz('Theme', ''), data: utf16('dark') }], { Theme: 'dark' }],
  ['a list as one value', [multi('LocalUsers', 'CORP\\0scar', 'Jürgen')], { LocalUsers: ['CORP\\0scar', 'Jürgen'] }],
  ['an empty list as one value', [multi('AllowedEms')], { AllowedEms: [] }],
  [
    'a list as policies write it, in the order of its numbers',
    [
      sz('10', 'c.example.com', 'AddedDomains'),
      sz('2', 'b.example.com', 'addeddomains'),
      sz('1', 'a.example.com', 'AddedDomains'),
    ],
    { AddedDomains: ['a.example.com', 'b.example.com', 'c.example.com'] },
  ],
  ['the default value that editors leave', [sz('', ''), dword('MayQuit', 0)], { MayQuit: false }],
] as const)
  test(`${what} is read`, () => {
    assert.deepEqual(readingOfRegistry(key, found), { kind: 'values', values, source: key });
  });

for (const [what, found, where, why] of [
  ['a name that nobody knows', [dword('MayQuite', 0)], `${key}: MayQuite`, /no such setting/],
  ['a switch that is neither', [dword('MayQuit', 2)], `${key}: MayQuit`, /expected boolean/],
  ['a number as text', [sz('WarmConnections', '4')], `${key}: WarmConnections`, /expected number/],
  ['a list as one text', [sz('LocalUsers', 'alice')], `${key}: LocalUsers`, /expected array/],
  ['an entry that is no text', [{ ...dword('1', 1), subKey: 'LocalUsers' }], `${key}\\LocalUsers`, /REG_SZ/],
  [
    'a list that stands there in both ways',
    [multi('LocalUsers', 'a'), sz('1', 'b', 'LocalUsers')],
    `${key}: LocalUsers`,
    /both/,
  ],
  ['a key that nobody knows', [sz('1', 'x', 'Allowed')], `${key}: Allowed`, /no such setting/],
  ['a setting of Linux alone', [sz('MachineKey', 'tpm2')], `${key}: MachineKey`, /not for this system/],
] as const)
  test(`${what} is trouble with its name`, () => {
    const reading = readingOfRegistry(key, found);
    assert.equal(reading.kind, 'invalid');
    const [trouble] = reading.kind === 'invalid' ? reading.troubles : [];
    assert.equal(trouble?.where, where);
    assert.match(trouble?.why ?? '', why);
  });

test('a machine without the key is not managed, and one whose registry refuses is not taken for that', async () => {
  const missing = managedConfigurationOfWindows(async () => () => ({ kind: 'missing' }));
  assert.deepEqual(await missing.read(), { kind: 'none' });
  const refused = managedConfigurationOfWindows(async () => () => ({ kind: 'failed', code: 5 }));
  assert.equal((await refused.read()).kind, 'invalid');
  const without = managedConfigurationOfWindows(() => Promise.reject(new Error('no advapi32.dll')));
  assert.equal((await without.read()).kind, 'invalid');
});

test('the key is named as the system wants it', async () => {
  const asked: string[] = [];
  await managedConfigurationOfWindows(async () => (path) => {
    asked.push(path);
    return { kind: 'missing' };
  }).read();
  assert.deepEqual(asked, ['SOFTWARE\\Policies\\Stile']);
});
