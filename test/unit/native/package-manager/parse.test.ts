import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fieldsOf, identitiesOf, identityOf } from '../../../../native/package-manager/parse.ts';

describe('what package managers print', () => {
  test('dpkg-query names what is installed, and what only left its settings behind', () => {
    const printed = 'stile-agent\t0.2.0-1\tamd64\tinstalled\nstile-desktop\t0.1.0\tamd64\tconfig-files\n';
    assert.deepEqual(identitiesOf(printed), [{ component: 'agent', version: '0.2.0', arch: 'x64' }]);
  });

  test('rpm says of what is not installed that it is not', () => {
    const printed = 'package stile-desktop is not installed\nstile-agent\t0.2.0\taarch64\tinstalled\n';
    assert.deepEqual(identitiesOf(printed), [{ component: 'agent', version: '0.2.0', arch: 'arm64' }]);
  });

  for (const [name, version, arch] of [
    ['stile-ems', '0.2.0', 'amd64'],
    ['stile-agent', '0.2', 'amd64'],
    ['stile-agent', '1:0.2.0', 'amd64'],
    ['stile-agent', '0.2.0~beta', 'amd64'],
    ['stile-agent', '0.2.0', 'all'],
    ['stile-agent', '0.2.0', 'constructor'],
    ['', '', ''],
  ] as const)
    test(`${name} ${version} ${arch} is no package that can be compared`, () =>
      assert.equal(identityOf(name, version, arch), null));

  test('fields end at the first separator of their line', () => {
    const fields = fieldsOf('Version: 0.2.0\nHomepage: https://x.test\n continued\n', ':');
    assert.deepEqual(
      [fields.get('Version'), fields.get('Homepage'), fields.get(' continued')],
      ['0.2.0', 'https://x.test', undefined],
    );
  });
});
