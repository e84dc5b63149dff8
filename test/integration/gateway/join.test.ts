// Joining an EMS: the pin, the wait for approval, and what is on the disk afterwards.

import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { readIdentity } from '../../../gateway/join/identity.ts';
import { join } from '../../../gateway/join/join.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { invitation } from '../../../shared/invitation/invitation.ts';
import { newInvitationCode } from '../../../shared/node/invitation.ts';
import { type EmsForGateway, startEmsForGateway } from '../../doubles/ems-for-gateway.ts';
import { makeThrowawayPki, type ThrowawayPki } from '../../doubles/throwaway-pki.ts';

let pki: ThrowawayPki;
let ems: EmsForGateway;
let directory: string;

before(async () => {
  pki = await makeThrowawayPki();
  ems = await startEmsForGateway(pki);
  directory = await mkdtemp(path.join(tmpdir(), 'stile-join-'));
});

after(async () => {
  await ems?.[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

function invite(changes: { readonly ca?: string; readonly role?: string } = {}) {
  return invitation.parse({
    v: 1,
    role: 'gateway',
    ems: ems.address,
    site: 'default',
    code: newInvitationCode(),
    ca: ems.fabricFingerprint,
    domains: [],
    needs: [],
    ...changes,
  });
}

const common = { version: 'test', pollMs: 20, onPending: () => undefined };

test('an EMS with another CA than the invitation names is not asked anything', async () => {
  const wrong = invite({ ca: 'ab'.repeat(32) });
  const joining = join({ ...common, invitation: wrong, directory }, new AbortController().signal);
  await assert.rejects(joining, (error) => hasCode(error, 'pin-mismatch'));
});

test("a device's invitation is not taken", async () => {
  const joining = join({ ...common, invitation: invite({ role: 'device' }), directory }, new AbortController().signal);
  await assert.rejects(joining, (error) => hasCode(error, 'invitation-malformed'));
});

test('the gateway waits until it is approved, with one key that only its user can read', async () => {
  const fingerprints = new Set<string>();
  const onPending = (_gateway: string, fingerprint: string) => {
    fingerprints.add(fingerprint);
    if (fingerprints.size === 1) setTimeout(() => ems.approve(['gw.corp.test']), 60);
  };
  const identity = await join({ ...common, invitation: invite(), directory, onPending }, new AbortController().signal);
  assert.equal(identity.gatewayId, pki.gatewayId);
  assert.equal(fingerprints.size, 1);
  assert.deepEqual(await readIdentity(directory), identity);
  assert.equal((await stat(path.join(directory, 'identity.json'))).mode & 0o777, 0o600);
});

test('a gateway that has not joined says so', async () => {
  await assert.rejects(readIdentity(path.join(directory, 'none')), (error) => hasCode(error, 'gateway-not-joined'));
});
