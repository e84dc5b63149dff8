import assert from 'node:assert/strict';
import test from 'node:test';
import { factText, factTitle } from '../../../../renderer/views/facts.ts';
import { type Fact, fact, unknownReason } from '../../../../shared/posture/fact.ts';
import { words as everyLanguage } from '../../../../shared/words/words.ts';

const words = everyLanguage.en;

function read(name: string, value: Readonly<Record<string, unknown>>): Fact {
  const [kind = ''] = name.split(':');
  const read = fact.parse({ fact: name, value: { kind, ...value }, ageMs: 0 });
  assert.notEqual(read.unknown, true, 'the contract takes this value');
  return read;
}

const rows: readonly [string, Readonly<Record<string, unknown>>, string, string][] = [
  [
    'os-version',
    { id: 'debian', name: 'Debian GNU/Linux', version: '12.11' },
    'Operating system',
    'Debian GNU/Linux 12.11',
  ],
  ['os-version', { id: 'arch', name: 'Arch Linux', version: '' }, 'Operating system', 'Arch Linux'],
  ['file:/etc/managed', { exists: true }, 'File /etc/managed', 'is there'],
  ['file:/etc/managed', { exists: false }, 'File /etc/managed', 'is not there'],
  ['running-process:clamd', { running: true, by: 'executable' }, 'Program clamd', 'is running'],
  ['running-process:clamd', { running: true, by: 'own-name' }, 'Program clamd', 'is running, by its own account'],
  ['running-process:clamd', { running: false, by: null }, 'Program clamd', 'is not running'],
  ['ip-addresses', { addresses: [] }, 'Network addresses', 'none'],
  ['ip-addresses', { addresses: ['192.0.2.1', '2001:db8::1'] }, 'Network addresses', '192.0.2.1 and 2001:db8::1'],
  ['firewall', { ipv4: 'filtered', ipv6: 'absent' }, 'Firewall', 'on: unasked connections are turned away'],
  ['firewall', { ipv4: 'open', ipv6: 'absent' }, 'Firewall', 'off: unasked connections get through'],
  ['firewall', { ipv4: 'open', ipv6: 'open' }, 'Firewall', 'off: unasked connections get through'],
  ['firewall', { ipv4: 'filtered', ipv6: 'open' }, 'Firewall', 'off for IPv6: unasked connections get through'],
  ['disk-encryption', { encrypted: true, plain: [] }, 'Disk encryption', 'all disks are encrypted'],
  ['disk-encryption', { encrypted: false, plain: ['/', '[SWAP]'] }, 'Disk encryption', 'not encrypted: / and [SWAP]'],
  ['disk-encryption', { encrypted: false, plain: [] }, 'Disk encryption', 'not encrypted'],
  ['machine-key', { level: 'tpm' }, 'Key of this device', 'in the security chip (TPM)'],
  ['user-identity', { verified: [] }, 'Verified user', 'nobody is signed in'],
  ['user-identity', { verified: ['ada', 'bob\u202E'] }, 'Verified user', 'ada and bob\uFFFD'],
];
for (const [name, value, title, text] of rows)
  test(`${name} ${JSON.stringify(value)} reads “${title}: ${text}”`, () => {
    const seen = read(name, value);
    assert.equal(factTitle(seen.fact, words), title);
    assert.equal(factText(seen, words, 'en'), text);
  });

test('why a fact is not known is told by its reason, each in its own words', () => {
  const texts = unknownReason.options.map((reason) =>
    factText(fact.parse({ fact: 'firewall', unknown: true, reason, ageMs: 0 }), words, 'en'),
  );
  assert.equal(new Set(texts).size, unknownReason.options.length);
  assert.ok(texts.every((text) => text.startsWith('not known: ')));
});

test('a fact of a later release goes by its own name, and text in it that would turn its line around does not', () => {
  const odd = fact.parse({ fact: 'moon-phase:\u202Efull', unknown: true, ageMs: 0 });
  assert.equal(factTitle(odd.fact, words), '“moon-phase:\uFFFDfull”');
});
