import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseValues } from '../../../../shared/managed/parse-values.ts';
import { allSettings } from '../../../../shared/managed/settings.ts';

for (const [name, setting] of allSettings) {
  test(`${name} is called as policy editors call settings, and its example is a value of its own`, () => {
    assert.match(name, /^[A-Z][A-Za-z]{2,40}$/);
    assert.deepEqual(parseValues({ [name]: setting.example }, 'linux'), {
      values: { [name]: setting.example },
      troubles: [],
    });
  });

  test(`${name} takes nothing that its form cannot be written as`, () => {
    const foreign = [
      null,
      {},
      setting.form.kind === 'switch' ? 1 : true,
      setting.form.kind === 'list' ? 'one' : ['one'],
    ];
    for (const value of foreign) assert.equal(setting.type.safeParse(value).success, false, JSON.stringify(value));
  });
}

test('every choice of a form is a value, and nothing else is', () => {
  for (const [name, { form, type }] of allSettings) {
    if (form.kind !== 'choice') continue;
    for (const { value } of form.options) assert.ok(type.safeParse(value).success, `${name}: ${value}`);
    assert.equal(type.safeParse('something-else').success, false, name);
  }
});

test('no two settings settle the same', () => {
  const settled = allSettings.map(([, { settles }]) => JSON.stringify(settles));
  assert.equal(new Set(settled).size, settled.length);
});

for (const [what, written, system, why] of [
  ['a name that nobody knows', { AllowedEMS: [] }, 'linux', /^AllowedEMS: no such setting/],
  ['a value of another form', { WarmConnections: '4' }, 'linux', /^WarmConnections: /],
  ['a value outside its bounds', { WarmConnections: 33 }, 'linux', /^WarmConnections: /],
  ['an entry of a list', { AddedDomains: ['corp.example.com', 'com'] }, 'linux', /^AddedDomains: entry 2: /],
  ['a setting of another system', { MachineKey: 'tpm2' }, 'darwin', /not for this system/],
  ['a feed that is a file', { UpdateFeedUrl: 'file:///srv/feed.json' }, 'linux', /^UpdateFeedUrl: /],
  ['a file relative to wherever', { InvitationFile: 'invitation' }, 'win32', /absolute/],
] as const)
  test(`${what} is trouble that is named, while the rest is taken`, () => {
    const { values, troubles } = parseValues({ MayQuit: false, ...written }, system);
    assert.deepEqual(values, { MayQuit: false });
    assert.match(troubles.map((each) => `${each.name}: ${each.why}`).join('; '), why);
  });

test('trouble with an invitation does not repeat it', () => {
  const { troubles } = parseValues({ Invitation: 'stile1.secretsecret' }, 'linux');
  assert.equal(troubles.length, 1);
  assert.doesNotMatch(JSON.stringify(troubles), /secretsecret/);
});
