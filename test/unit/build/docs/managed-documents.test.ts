// What is handed to policy editors and MDMs fits together, and what they make of it is read by the agent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { managedDocuments } from '../../../../build/docs/managed/documents.ts';
import { exampleFor } from '../../../../build/docs/managed/example.ts';
import { readingOfPlist } from '../../../../native/managed/darwin.ts';
import { parsePolicyFile } from '../../../../native/managed/policy-file.ts';
import { type RegistryValue, readingOfRegistry } from '../../../../native/managed/registry-values.ts';
import { allSettings, settingNames } from '../../../../shared/managed/settings.ts';

const documents = managedDocuments();
const text = (name: string): string => {
  const found = documents[name];
  assert.ok(found !== undefined, name);
  return found;
};
const admx = text('managed/stile.admx');
const adml = text('managed/en-US/stile.adml');
const all = (document: string, pattern: RegExp): readonly string[] =>
  [...document.matchAll(pattern)].map((match) => match[1] ?? '');

test('every string that the template names is in the English texts, once, and none is there for nothing', () => {
  const named = all(admx, /\$\(string\.(\w+)\)/g);
  const told = all(adml, /<string id="(\w+)">/g);
  assert.deepEqual([...told].sort(), [...new Set(named)].sort());
  assert.equal(new Set(told).size, told.length);
});

test('every policy is called once, and asks for its value by a control of the same kind', () => {
  const policies = all(admx, /<policy name="(\w+)"/g);
  const forWindows = allSettings.filter(([, { systems }]) => systems.includes('win32'));
  assert.deepEqual(
    policies,
    forWindows.map(([name]) => name),
  );
  const controls = { decimal: 'decimalTextBox', text: 'textBox', enum: 'dropdownList', list: 'listBox' } as const;
  for (const [kind, control] of Object.entries(controls)) {
    const asked = all(admx, new RegExp(`<${kind} id="(\\w+)"`, 'g'));
    assert.ok(asked.length > 0, kind);
    assert.deepEqual(all(adml, new RegExp(`<${control} refId="(\\w+)"`, 'g')), asked);
    for (const name of asked) assert.match(adml, new RegExp(`<presentation id="${name}">`));
  }
  assert.deepEqual(all(admx, /\$\(presentation\.(\w+)\)/g), all(adml, /<presentation id="(\w+)">/g));
});

test('every category and release that a policy names is there', () => {
  const there = new Set([...all(admx, /<category name="(\w+)"/g), ...all(admx, /<definition name="(\w+)"/g)]);
  for (const named of all(admx, /<(?:parentCategory|supportedOn) ref="(\w+)"/g)) assert.ok(there.has(named), named);
});

test('what a policy editor writes by the template is what the agent reads', () => {
  const wanted = exampleFor('win32');
  const reading = readingOfRegistry(
    'key',
    Object.entries(wanted).flatMap(([name, value]) => asWritten(name, value)),
  );
  assert.deepEqual(reading, { kind: 'values', source: 'key', values: wanted });
});

/** As the elements of the template say: switches and numbers as REG_DWORD, entries of lists numbered in a key of their own. */
function asWritten(name: string, value: unknown): readonly RegistryValue[] {
  if (typeof value === 'boolean' || typeof value === 'number') {
    assert.match(admx, new RegExp(`valueName="${name}"`));
    return [{ subKey: '', name, type: 4, data: Buffer.from(Uint32Array.of(Number(value)).buffer) }];
  }
  if (Array.isArray(value)) {
    assert.match(
      admx,
      new RegExp(`key="SOFTWARE\\\\Policies\\\\Stile\\\\${name}" explicitValue="false" valuePrefix=""`),
    );
    return value.map((each, index) => ({ subKey: name, name: String(index + 1), type: 1, data: utf16(each) }));
  }
  return [{ subKey: '', name, type: 1, data: utf16(String(value)) }];
}

function utf16(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'utf16le');
}

test('the profile settles for macOS what the agent reads there', () => {
  const wanted = exampleFor('darwin');
  const profile = text('managed/stile.mobileconfig');
  const settings = /<key>mcx_preference_settings<\/key>\s*<dict>([\s\S]*?)<\/dict>/.exec(profile)?.[1] ?? '';
  assert.deepEqual(all(settings, /<key>(\w+)<\/key>/g), Object.keys(wanted));
  assert.match(profile, /<key>io\.stile\.agent<\/key>/);
  assert.equal(readingOfPlist('file', JSON.stringify(wanted)).kind, 'values');
});

test('identifiers in the profile are there once', () => {
  const ids = all(
    text('managed/stile.mobileconfig'),
    /<key>Payload(?:UUID|Identifier)<\/key>\s*<string>(.*?)<\/string>/g,
  );
  assert.equal(new Set(ids).size, ids.length);
});

test('the example for Linux is a file that the agent takes, also where everybody reads it', () => {
  assert.deepEqual(parsePolicyFile('file', text('managed/50-example.json'), true).troubles, []);
});

test('the JSON Schema and the page name every setting', () => {
  const schema: { properties: Record<string, unknown>; additionalProperties: unknown } = JSON.parse(
    text('managed/policy.schema.json'),
  );
  assert.deepEqual(Object.keys(schema.properties), settingNames);
  assert.equal(schema.additionalProperties, false);
  for (const name of settingNames) assert.match(text('managed-configuration.md'), new RegExp(`\\| \`${name}\` \\|`));
});
