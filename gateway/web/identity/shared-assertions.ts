// Lets the requests of one connection share an assertion for a few seconds: a signature costs as much as all the rest of a request.

import type { Assertions } from '../ports.ts';

/** So that what is given out last still has most of its life. */
export const sharedForMs = 5_000;

type Claims = Parameters<Assertions['sign']>[0];

/** Signs, or gives what was signed for an earlier request of the same connection. That is compared, never read. */
export type SignFor = (claims: Claims, connection: object) => string;

/** @param now wall clock, milliseconds: what the assertion's own times are counted by */
export function sharedAssertions(sign: Assertions['sign'], now: () => number): SignFor {
  // One for each connection: how many different ones a client could ask for nobody knows.
  const latest = new WeakMap<object, { readonly of: Claims; readonly signedAt: number; readonly assertion: string }>();
  return (claims, connection) => {
    const known = latest.get(connection);
    const at = now();
    const age = at - (known?.signedAt ?? at);
    if (known !== undefined && saysTheSame(known.of, claims) && age >= 0 && age < sharedForMs) return known.assertion;
    const made = { of: claims, signedAt: at, assertion: sign(claims) };
    latest.set(connection, made);
    return made.assertion;
  };
}

/** All but session and time. */
function saysTheSame(one: Claims, other: Claims): boolean {
  const [who, whoNow] = [one.asker, other.asker];
  return (
    one.issuer === other.issuer &&
    one.audience === other.audience &&
    who.uid === whoNow.uid &&
    who.user === whoNow.user &&
    // One and the same list, until the view of the device is a new one.
    who.tags === whoNow.tags
  );
}
