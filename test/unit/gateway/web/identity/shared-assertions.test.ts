// For which requests an assertion is signed anew, and which share one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SignFor, sharedAssertions } from '../../../../../gateway/web/identity/shared-assertions.ts';
import { deviceId, gatewayId, sessionId } from '../../../../../shared/ids.ts';

type Claims = Parameters<SignFor>[0];

const claims: Claims = {
  issuer: gatewayId.parse(`gw_${'A'.repeat(26)}`),
  audience: 'https://crm.corp.test',
  asker: { uid: deviceId.parse('A'.repeat(32)), user: 'ada@corp.test', tags: ['corporate'] },
  session: sessionId.parse(`ses_${'A'.repeat(26)}`),
};
const asker = (over: Partial<Claims['asker']>) => ({ asker: { ...claims.asker, ...over } });

/** What differs in the second request, and whether it gets what the first one got. */
const rows: readonly {
  readonly what: string;
  readonly shared: boolean;
  readonly over?: Partial<Claims>;
  readonly afterMs?: number;
  readonly elsewhere?: true;
}[] = [
  {
    what: 'the next request of a connection',
    over: { session: sessionId.parse(`ses_${'B'.repeat(26)}`) },
    shared: true,
  },
  { what: 'one a moment before five seconds are over', afterMs: 4_999, shared: true },
  { what: 'one after five seconds', afterMs: 5_000, shared: false },
  { what: 'one after the clock was set back', afterMs: -1, shared: false },
  { what: 'one of another connection', elsewhere: true, shared: false },
  { what: 'one for another application', over: { audience: 'https://wiki.corp.test' }, shared: false },
  { what: 'one whose user is no longer proved', over: asker({ user: null }), shared: false },
  { what: 'one whose device lost a tag', over: asker({ tags: [] }), shared: false },
  { what: 'one whose tags are not told', over: asker({ tags: null }), shared: false },
  { what: 'one of another device', over: asker({ uid: deviceId.parse('B'.repeat(32)) }), shared: false },
];

for (const { what, shared, over = {}, afterMs = 0, elsewhere } of rows)
  test(`${what} ${shared ? 'shares the assertion of the one before' : 'is signed for anew'}`, () => {
    let now = 1_000_000;
    const signatures = ['first', 'second'];
    const connection = {};
    const sign = sharedAssertions(
      () => signatures.shift() ?? 'another',
      () => now,
    );
    assert.equal(sign(claims, connection), 'first');
    now += afterMs;
    assert.equal(sign({ ...claims, ...over }, elsewhere ? {} : connection), shared ? 'first' : 'second');
  });
