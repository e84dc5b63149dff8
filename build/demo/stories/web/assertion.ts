// Checks the gateway's word for who asks, as an application would: signature, audience, time.

import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { visit, type WebDoor } from './visit.ts';

const keySet = z.object({
  keys: z.array(z.object({ kid: z.string(), kty: z.string(), crv: z.string(), x: z.string(), y: z.string() })),
});
const head = z.object({ alg: z.literal('ES256'), typ: z.literal('stile-assertion+jwt'), kid: z.string() });
const claims = z.object({ iss: z.string(), aud: z.string(), sub: z.string(), iat: z.number(), exp: z.number() });
type Claims = z.infer<typeof claims>;

/** @throws Error unless the gateway signed it, for this application, and just now */
export async function checkAssertion(door: WebDoor, origin: string, assertion: string): Promise<Claims> {
  const published = await visit(door, { host: new URL(origin).hostname, path: '/.stile/jwks.json', shown: null });
  if (published.kind === 'refused') throw new Error(`the gateway's keys: ${published.code}`);
  const { keys } = keySet.parse(JSON.parse(published.text));
  const [headPart = '', body = '', signature = ''] = assertion.split('.');
  const { kid } = head.parse(JSON.parse(Buffer.from(headPart, 'base64url').toString()));
  const jwk = keys.find((key) => key.kid === kid);
  if (jwk === undefined) throw new Error(`the gateway publishes no key ${kid}`);
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', Buffer.from(`${headPart}.${body}`), key, Buffer.from(signature, 'base64url')))
    throw new Error('the gateway did not sign it');
  const said = claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  if (said.aud !== origin) throw new Error(`it is meant for ${said.aud}`);
  if (said.exp * 1_000 < Date.now()) throw new Error('its time is over');
  return said;
}
