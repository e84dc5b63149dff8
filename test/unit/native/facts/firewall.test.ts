// What rulesets of the packet filter, and ufw's files, say about the firewall.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readingOf } from '../../../../native/facts/firewall/firewall.ts';
import { parseNftRuleset } from '../../../../native/facts/firewall/nft-ruleset.ts';
import { filtersWithOldTables, hasOwnIpv6, parseUfw } from '../../../../native/facts/firewall/parse.ts';
import { fixture } from './fixture.ts';

function judged(file: string, hasIpv6 = true): unknown {
  const chains = parseNftRuleset(fixture(`firewall/${file}`));
  assert.ok(chains !== null);
  return readingOf(chains, hasIpv6);
}

function firewall(ipv4: string, ipv6: string): unknown {
  return { kind: 'known', value: { kind: 'firewall', ipv4, ipv6 } };
}

describe('the packet filter', () => {
  test('without any rule lets everything in', () => {
    assert.deepEqual(judged('empty.json'), firewall('open', 'open'));
  });

  test('with the policy drop in an inet table filters both families', () => {
    assert.deepEqual(judged('inet-policy-drop.json'), firewall('filtered', 'filtered'));
  });

  test('with IPv4 rules only leaves IPv6 open', () => {
    assert.deepEqual(judged('ipv4-only.json'), firewall('filtered', 'open'));
  });

  test('with IPv4 rules only is enough where there is no IPv6', () => {
    assert.deepEqual(judged('ipv4-only.json', false), firewall('filtered', 'absent'));
  });

  test('may end in a rejecting rule behind jumps instead of a policy', () => {
    assert.deepEqual(judged('final-reject-behind-jumps.json'), firewall('filtered', 'filtered'));
  });

  test('with the policy drop behind a rule that accepts everything is open', () => {
    assert.deepEqual(judged('policy-drop-after-accept-all.json'), firewall('open', 'open'));
  });

  test('that drops only some packets on the way in, or all on another way, is open', () => {
    assert.deepEqual(judged('drops-only-some.json'), firewall('open', 'open'));
  });

  test('is not read out of a jump in a circle', () => {
    const jump = (target: string) => [{ jump: { target } }];
    const chain = { family: 'inet', table: 't', input: null };
    const chains = [
      { ...chain, name: 'in', input: { policy: 'accept' as const }, rules: [jump('a')] },
      { ...chain, name: 'a', rules: [jump('b')] },
      { ...chain, name: 'b', rules: [jump('a')] },
    ];
    assert.deepEqual(readingOf(chains, true), firewall('open', 'open'));
  });

  for (const text of ['', 'null', '[]', '{"nftables":[{"chain":{"name":7}}]}', '{"nftables":[{"rule":{}}]}']) {
    test(`is unreadable in ${text === '' ? 'nothing' : text}`, () => {
      assert.equal(parseNftRuleset(text), null);
    });
  }
});

describe("ufw's files", () => {
  test('say enabled, and whether for IPv6 too', () => {
    const parsed = parseUfw(fixture('firewall/ufw/enabled.conf'), fixture('firewall/ufw/default-drop'));
    assert.deepEqual(parsed, { ipv6: true });
  });

  test('say nothing when it is disabled, accepts by default or is not there', () => {
    assert.equal(parseUfw(fixture('firewall/ufw/disabled.conf'), fixture('firewall/ufw/default-drop')), null);
    assert.equal(parseUfw(fixture('firewall/ufw/enabled.conf'), fixture('firewall/ufw/default-accept')), null);
    assert.equal(parseUfw('', ''), null);
  });
});

describe("the kernel's lists", () => {
  test('loopback alone is no IPv6', () => {
    const loopback = '00000000000000000000000000000001 01 80 10 80       lo\n';
    assert.equal(hasOwnIpv6(loopback), false);
    assert.equal(hasOwnIpv6(`${loopback}fe800000000000000000000000000001 02 40 20 80     eth0\n`), true);
    assert.equal(hasOwnIpv6(''), false);
  });

  test('the old iptables filters only where its filter table is loaded', () => {
    assert.equal(filtersWithOldTables('nat\nfilter\n'), true);
    assert.equal(filtersWithOldTables('nat\n'), false);
  });
});
