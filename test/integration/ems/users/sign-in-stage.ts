// Signing in as a device and a browser do: begin, give the password on the EMS's page, bring the code back.

import { createHash, randomBytes } from 'node:crypto';
import { request } from 'undici';
import { hashPassword } from '../../../../ems/users/password.ts';
import { accountName } from '../../../../shared/ems/user-accounts.ts';
import { pinnedClient } from '../../../../shared/node/tls/fabric-ca.ts';
import type { TestDevice, TestEms } from '../../../doubles/running-ems.ts';
import { testStore } from '../../../doubles/stores.ts';

export const password = 'four words that fit';
export const anna = accountName.parse('anna');
export const redirectUri = 'http://127.0.0.1:40123/stile/sign-in';

/** An account with the password above, kept at a cost that no test has to wait for. */
export async function addAnna(ems: TestEms, groups: readonly string[] = ['sales']): Promise<void> {
  await ems.admin.call('addUserAccount', { name: anna, groups: [...groups], password: null });
  const kept = await hashPassword(password, { N: 1_024, r: 8, p: 1 });
  await testStore().query(ems.directory, `update user_accounts set password = '${kept}' where name = '${anna}'`);
}

export interface Begun {
  readonly device: TestDevice;
  readonly osUser: string;
  readonly signIn: string;
  readonly url: string;
  readonly verifier: string;
  readonly state: string;
}

/** What the browser brings back to the device. */
export interface Back {
  readonly code: string;
  readonly state: string;
  readonly issuer: string;
}

export async function begin(
  ems: TestEms,
  device: TestDevice,
  given: { readonly osUser?: string; readonly provider?: string } = {},
): Promise<Begun> {
  await using client = ems.agentClient(device);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  const { osUser = 'mira', provider = 'local' } = given;
  const body = { osUser, provider, codeChallenge, state, redirectUri };
  const { signIn, url } = await client.call('beginSignIn', { body });
  return { device, osUser, signIn, url, verifier, state };
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** As a browser asks for a page of the console's listener; with a form, as it sends one. */
export async function browse(
  ems: TestEms,
  url: string,
  form: Readonly<Record<string, string>> | null = null,
  headers: Readonly<Record<string, string>> = {},
): Promise<PageAnswer> {
  const { host, origin } = new URL(url);
  await using client = pinnedClient(host, { ca: ems.ca });
  const posted = form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded', origin };
  const answer = await request(url, {
    dispatcher: client.dispatcher,
    method: form === null ? 'GET' : 'POST',
    headers: { ...posted, ...headers },
    body: form === null ? null : String(new URLSearchParams(form)),
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

export function backFrom({ headers }: PageAnswer): Back {
  return backOf(new URL(String(headers.location)));
}

export function backOf(to: URL): Back {
  return {
    code: to.searchParams.get('code') ?? '',
    state: to.searchParams.get('state') ?? '',
    issuer: to.searchParams.get('iss') ?? '',
  };
}

/** The password of an account on the page that the device sent the browser to. */
export async function givePassword(ems: TestEms, { url }: Begun, name: string = anna): Promise<Back> {
  return backFrom(await browse(ems, url, { name, password }));
}

export async function finish(ems: TestEms, begun: Begun, back: Pick<Back, 'code' | 'issuer'>) {
  await using client = ems.agentClient(begun.device);
  const { code, issuer } = back;
  const body = { signIn: begun.signIn, code, verifier: begun.verifier, issuer };
  return (await client.call('finishSignIn', { body })).user;
}

export async function signIn(ems: TestEms, device: TestDevice, osUser = 'mira') {
  const begun = await begin(ems, device, { osUser });
  return await finish(ems, begun, await givePassword(ems, begun));
}

/** What the device is told of its users. */
export async function usersOf(ems: TestEms, device: TestDevice) {
  await using client = ems.agentClient(device);
  return (await client.call('verifiedUsers', {})).users;
}
