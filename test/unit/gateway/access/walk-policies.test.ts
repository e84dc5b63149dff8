// The policies' meaning, as a table.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VerifiedUser } from '../../../../gateway/access/device-standing.ts';
import { walkPolicies } from '../../../../gateway/access/walk-policies.ts';
import { parseConfig } from '../../../../gateway/config/parse.ts';

const anna: VerifiedUser = { osUser: 'anna', subject: 'anna@corp.test', groups: ['sales'], validForMs: 1_000 };
const bob: VerifiedUser = { osUser: 'bob', subject: 'bob@corp.test', groups: ['guests'], validForMs: 1_000 };

/** In place of tags: no certificate was shown. */
const nobodys = 'no certificate';

/** What the row is about, the policies, the tags held, the user, and the outcome as `kind code policy tags`. */
const rows: readonly (readonly [string, readonly string[], string, VerifiedUser | null, string])[] = [
  ['no policy at all', [], 'a', null, '061 - -'],
  ['accept whose tag is held', ['accept all [a]'], 'a', null, 'accepted p0'],
  ['accept without tags', ['accept all none'], '', null, 'accepted p0'],
  ['accept whose tag is missing', ['accept all [a]'], 'b', null, '065 p0 a'],
  ['or: one of the tags is enough', ['accept all [a, b]'], 'b', null, 'accepted p0'],
  ['or: all that are missing are told', ['accept all [a, b]'], '', null, '065 p0 a b'],
  ['and: all are needed, the missing one is told', ['accept all [a, b] and'], 'a', null, '065 p0 b'],
  ['and: all are held', ['accept all [a, b] and'], 'a b', null, 'accepted p0'],
  ['a later accept counts when an earlier lacks tags', ['accept all [a]', 'accept all [b]'], 'b', null, 'accepted p1'],
  ['the first accept passed over tells what is missing', ['accept all [a]', 'accept all [b]'], '', null, '065 p0 a'],
  ['deny whose tag is held', ['deny all [bad]', 'accept all none'], 'bad', null, '064 p0 bad'],
  ['deny whose tag is not held is skipped', ['deny all [bad]', 'accept all none'], '', null, 'accepted p1'],
  ['deny without tags', ['deny all none', 'accept all none'], '', null, '062 p0 -'],
  ['deny after an accept that holds is not reached', ['accept all [a]', 'deny all none'], 'a', null, 'accepted p0'],
  ['deny after an accept passed over decides', ['accept all [a]', 'deny all none'], '', null, '062 p1 -'],
  ['only a deny that does not hold', ['deny all [bad]'], '', null, '061 - -'],
  ['another destination is skipped', ['accept [other] none'], '', null, '061 - -'],
  ['a disabled policy is skipped', ['accept all none disabled'], '', null, '061 - -'],
  ['negated accept without the tag', ['accept all [bad] negate'], '', null, 'accepted p0'],
  ['negated accept with the tag', ['accept all [bad] negate'], 'bad', null, '064 p0 bad'],
  ['negated deny with the tag is skipped', ['deny all [good] negate', 'accept all none'], 'good', null, 'accepted p1'],
  ['negated deny without the tag', ['deny all [good] negate', 'accept all none'], '', null, '065 p0 good'],
  ['second group: both groups are needed', ['accept all [a] second'], 'a', null, '065 p0 s'],
  ['second group: both are held', ['accept all [a] second'], 'a s', null, 'accepted p0'],
  ['second group alone is not enough', ['accept all [a] second'], 's', null, '065 p0 a'],
  ['an unknown feature denies', ['accept all none needs', 'accept all none'], '', null, '062 p0 -'],
  ['users: nobody is verified', ['accept all none users'], '', null, '099 - -'],
  ['groups: nobody is verified', ['accept all none groups'], '', null, '099 - -'],
  ['users: another one is verified', ['accept all none users'], '', bob, '061 - -'],
  ['users: a tag is missing too', ['accept all [a] users'], '', null, '061 - -'],
  ['users: the tag is held', ['accept all [a] users'], 'a', null, '099 - -'],
  ['users: a forbidden tag is held', ['accept all [bad] negateusers'], 'bad', null, '061 - -'],
  ['users: of another destination', ['accept [other] none users'], '', null, '061 - -'],
  ['users: of a disabled policy', ['accept all none usersdisabled'], '', null, '061 - -'],
  ['users: of a policy that needs what is unknown', ['accept all none usersneeds'], '', null, '061 - -'],
  ['users: a later accept needs none', ['accept all none users', 'accept all none'], '', null, 'accepted p1'],
  ['users: an accept before lacks a tag', ['accept all [a]', 'accept all none users'], '', null, '099 - -'],
  ['users: the deny of everybody else comes after', ['accept all none users', 'deny all none'], '', null, '099 - -'],
  ['users: the same, and another one is verified', ['accept all none users', 'deny all none'], '', bob, '062 p1 -'],
  ['users: a deny comes before', ['deny all [bad]', 'accept all none users'], 'bad', null, '064 p0 bad'],
  ['users: an unknown feature comes after', ['accept all none users', 'accept all none needs'], '', null, '099 - -'],
  ['users of a deny: nobody is verified', ['deny all none users'], '', null, '061 - -'],
  ['users: who shows no certificate is not told to sign in', ['accept all none users'], nobodys, null, '061 - -'],
  ['users: the verified one', ['accept all none users'], '', anna, 'accepted p0'],
  ['groups: one of theirs', ['accept all none groups'], '', anna, 'accepted p0'],
  ['a deny for a user does not touch others', ['deny all none users', 'accept all none'], '', null, 'accepted p1'],
];

const words: Readonly<Record<string, string>> = {
  and: 'ztna-tags-match-logic: and',
  negate: 'ztna-ems-tag-negate: enable',
  second: 'ztna-ems-tag-secondary: [s]',
  disabled: 'status: disable',
  needs: 'needs: [tomorrow]',
  users: 'users: [anna@corp.test]',
  groups: 'groups: [sales]',
  negateusers: 'ztna-ems-tag-negate: enable, users: [anna@corp.test]',
  usersdisabled: 'status: disable, users: [anna@corp.test]',
  usersneeds: 'needs: [tomorrow], users: [anna@corp.test]',
};

function policyText(row: string, at: number): string {
  const [, action, destination, tags, word = ''] = /^(\w+) (\S+) (none|\[[^\]]*\])(?: (\w+))?$/.exec(row) ?? [];
  const more = words[word] === undefined ? '' : `, ${words[word]}`;
  return `  - {name: p${at}, action: ${action}, ztna-destination: ${destination}, ztna-ems-tag: ${tags}${more}}`;
}

for (const [what, policies, tags, user, expected] of rows) {
  test(what, () => {
    const text = [
      'traffic-forward-proxy: {addresses: [gw:1]}',
      'ztna-destination: [{name: crm, address: crm.test, mappedport: 80}, {name: other, address: o.test, mappedport: 80}]',
      policies.length === 0 ? 'policy: []' : 'policy:',
      ...policies.map(policyText),
    ].join('\n');
    const config = parseConfig(text, 'row');
    const [crm] = config['ztna-destination'];
    assert.ok(crm !== undefined);
    const outcome = walkPolicies(
      config.policy,
      { list: 'ztna-destination', name: 'crm' },
      tags === nobodys ? null : new Set(tags.split(' ')),
      user,
    );
    const told =
      outcome.kind === 'accepted'
        ? `accepted ${outcome.policy}`
        : `${outcome.code} ${outcome.policy ?? '-'} ${outcome.tags.join(' ') || '-'}`;
    assert.equal(told, expected);
  });
}
