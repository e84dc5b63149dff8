// What a request to the address that browsers come back to is taken for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CallbackRequest, readCallback } from '../../../../daemon/sign-in/read-callback.ts';

const state = 's'.repeat(43);
const good = `/stile/sign-in?code=abc&state=${state}`;
const browser = { host: ['127.0.0.1:4711'], 'sec-fetch-mode': ['navigate'] };

/** Of whom or how it differs from a browser that came back, and what comes of it: the code, the error or the status. */
const rows: readonly (readonly [string, Partial<CallbackRequest>, string])[] = [
  ['a browser that came back', {}, 'code abc'],
  ['with the issuer', { target: `${good}&iss=https%3A%2F%2Fidp.test` }, 'code abc of https://idp.test'],
  ['with what nobody asked for', { target: `${good}&session_state=1&scope=openid` }, 'code abc'],
  ['a browser of before Fetch Metadata', { headers: { host: browser.host } }, 'code abc'],
  ['the provider says no', { target: `/stile/sign-in?error=access_denied&state=${state}` }, 'denied access_denied'],
  [
    'the provider says no in words of its own',
    { target: `/stile/sign-in?error=<b>no</b>%0a&state=${state}` },
    'denied unknown',
  ],
  ['a no comes before a code', { target: `${good}&error=login_required` }, 'denied login_required'],
  ['a no without the state', { target: '/stile/sign-in?error=access_denied' }, '403'],
  ['a no with another state', { target: '/stile/sign-in?error=access_denied&state=x' }, '403'],
  ['no state', { target: '/stile/sign-in?code=abc' }, '403'],
  ['another state', { target: `/stile/sign-in?code=abc&state=${'t'.repeat(43)}` }, '403'],
  ['a state that only begins so', { target: `${good}x` }, '403'],
  ['two states', { target: `${good}&state=${state}` }, '403'],
  ['no code', { target: `/stile/sign-in?state=${state}` }, '400'],
  ['an empty code', { target: `/stile/sign-in?code=&state=${state}` }, '400'],
  ['two codes', { target: `${good}&code=def` }, '400'],
  ['a code that is too long', { target: `/stile/sign-in?code=${'c'.repeat(4_097)}&state=${state}` }, '400'],
  ['two issuers', { target: `${good}&iss=a&iss=b` }, '400'],
  ['an issuer that is too long', { target: `${good}&iss=${'i'.repeat(2_049)}` }, '400'],
  ['another path', { target: '/' }, '404'],
  ['a path below', { target: `/stile/sign-in/?code=abc&state=${state}` }, '404'],
  ['a path that a server might read so', { target: `/stile/./sign-in?code=abc&state=${state}` }, '404'],
  ['the absolute form', { target: `http://127.0.0.1:4711${good}` }, '404'],
  ['a form that was sent', { method: 'POST' }, '405'],
  ['a look at the head', { method: 'HEAD' }, '405'],
  ['a page that asks whether it may', { method: 'OPTIONS' }, '405'],
  ['a script of a page', { headers: { ...browser, 'sec-fetch-mode': ['cors'] } }, '403'],
  ['an image of a page', { headers: { ...browser, 'sec-fetch-mode': ['no-cors'] } }, '403'],
  ['a name that was rebound', { headers: { host: ['evil.test:4711'] } }, '421'],
  ['localhost by name', { headers: { host: ['localhost:4711'] } }, '421'],
  ['another port', { headers: { host: ['127.0.0.1:80'] } }, '421'],
  ['no port', { headers: { host: ['127.0.0.1'] } }, '421'],
  ['no host', { headers: {} }, '421'],
  ['two hosts', { headers: { host: ['127.0.0.1:4711', '127.0.0.1:4711'] } }, '421'],
];

for (const [what, differs, expected] of rows)
  test(`${what}: ${expected}`, () => {
    const found = readCallback({ method: 'GET', target: good, headers: browser, ...differs }, 4_711, state);
    const told =
      found.kind === 'code'
        ? `code ${found.code}${found.issuer === null ? '' : ` of ${found.issuer}`}`
        : found.kind === 'denied'
          ? `denied ${found.error}`
          : String(found.status);
    assert.equal(told, expected);
  });
