// Who gets in to a web host: the published examples of client-cert and empty-cert-action, each as a row.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Credentials } from '../../../doubles/throwaway-pki.ts';
import { askWeb } from './web-clients.ts';
import { startWebWorld, type WebWorld } from './web-world.ts';

let stage: WebWorld;

before(async () => {
  stage = await startWebWorld();
});
after(() => stage?.[Symbol.asyncDispose]());

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0';
const phone = 'Mozilla/5.0 (Linux; Android 16; Pixel 10) Chrome/156.0 Mobile';

type Shown = 'nothing' | 'user' | 'machine' | 'stranger';

/** Host, what is shown, the user agent, and the outcome: a code, or 200 for an answer of the server. */
const rows: readonly (readonly [string, Shown, string, string])[] = [
  ['crm.corp.test', 'user', windows, '200'],
  ['crm.corp.test', 'nothing', windows, '002'],
  ['crm.corp.test', 'nothing', phone, '002'],
  ['crm.corp.test', 'machine', windows, '001'],
  ['crm.corp.test', 'stranger', windows, '001'],
  ['accept.corp.test', 'nothing', windows, '200'],
  ['accept.corp.test', 'user', windows, '200'],
  ['accept.corp.test', 'machine', windows, '001'],
  ['accept.corp.test', 'stranger', windows, '001'],
  ['unmanaged.corp.test', 'nothing', windows, '003'],
  ['unmanaged.corp.test', 'nothing', phone, '200'],
  ['unmanaged.corp.test', 'user', windows, '200'],
  ['unwatched.corp.test', 'nothing', phone, '003'],
  ['open.corp.test', 'nothing', windows, '200'],
  ['open.corp.test', 'stranger', windows, '200'],
];

for (const [host, shown, agent, expected] of rows)
  test(`${host}, ${shown} shown by ${agent.slice(13, 30)}: ${expected}`, async () => {
    const answer = await askWeb(stage.world, { host, shown: await shownAs(shown), headers: { 'User-Agent': agent } });
    assert.equal(answer.code ?? String(answer.status), expected, answer.body);
  });

async function shownAs(shown: Shown): Promise<Credentials | null> {
  const { world, user } = stage;
  if (shown === 'stranger') return (await world.pki.badMachines()).otherCaSameName;
  return { nothing: null, user, machine: world.device }[shown];
}
