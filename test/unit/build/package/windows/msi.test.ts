// What the MSI package says of itself: its identities, what runs when, and what Windows Installer must keep to itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guidOf } from '../../../../../build/package/windows/ids.ts';
import { actions, tableChanges } from '../../../../../build/package/windows/msi/actions.ts';
import { withPackageCode } from '../../../../../build/package/windows/msi/package-code.ts';
import { productSource } from '../../../../../build/package/windows/msi/product.ts';

const file = (name: string) => ({ name, source: name, isDesktop: name.startsWith('desktop/') });
const payload = [file('bin/node.exe'), file('stile-service.exe')];
const source = (version: string, more: readonly string[] = []) =>
  productSource({ version, payload: [...payload, ...more.map(file)], library: 'a.dll' });

test('an identity follows from what it stands for, is a UUID of version 5, and no two things share one', () => {
  assert.equal(guidOf('component', 'a'), guidOf('component', 'a'));
  assert.notEqual(guidOf('component', 'a'), guidOf('product', 'a'));
  assert.notEqual(guidOf('a', 'bc'), guidOf('ab', 'c'));
  assert.match(guidOf('component', 'a'), /^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
});

test('two versions are two products of one family', () => {
  const productOf = (text: string) => /<Product Id="([^"]+)".*UpgradeCode="([^"]+)"/.exec(text)?.slice(1) ?? [];
  const [one, two] = [productOf(source('1.0.0')), productOf(source('1.0.1'))];
  assert.notEqual(one[0], two[0]);
  assert.equal(one[1], two[1]);
});

test('what an invitation says is hidden, and no user without rights can pass one on', () => {
  const text = source('1.0.0');
  assert.match(text, /<Property Id="MsiHiddenProperties" Value="INVITATION;LayInvitation" \/>/);
  assert.doesNotMatch(text, /SecureCustomProperties|Secure="yes"/);
  // msidbCustomActionTypeHideTarget
  const [, type] = /SET `Type`=(\d+) WHERE `Action`='LayInvitation'/.exec(tableChanges().join('\n')) ?? [];
  assert.equal(Number(type) & 0x2000, 0x2000);
});

test('nothing that a person wrote stands on the command line of a program', () => {
  for (const { does } of actions) if (does.kind === 'host') assert.doesNotMatch(does.command, /[[%]/);
});

test('data goes only where the product is removed for good', () => {
  const removing = actions.filter(({ does }) => does.kind === 'host' && does.command === 'uninstall');
  assert.deepEqual(
    removing.map(({ condition }) => condition),
    ['REMOVE = "ALL" AND NOT (KEEPDATA OR UPGRADINGPRODUCTCODE)'],
  );
});

test('the desktop app is a feature that may be left out, and stands nowhere in a package without it', () => {
  assert.doesNotMatch(source('1.0.0'), /Desktop|Classes\\stile/);
  assert.match(source('1.0.0', ['desktop/Stile.exe']), /<Feature Id="Desktop".*[\s\S]*DesktopRegistration/);
});

test('the code of a package follows from the rest of it', () => {
  const thrown = ['{11111111-1111-1111-1111-111111111111}', '{22222222-2222-2222-2222-222222222222}'];
  const made = thrown.map((code) => withPackageCode(Buffer.from(`before ${code} after`), code).toString());
  assert.equal(made[0], made[1]);
  assert.match(made[0] ?? '', /^before \{[0-9A-F]{8}-[0-9A-F-]{27}\} after$/);
  assert.throws(() => withPackageCode(Buffer.from('none'), thrown[0] ?? ''));
});
