// Keys in the state file, sealed and as they are: from one to the other, and what happens when a seal does not open.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { neverDisconnected } from '../../../../daemon/disconnection/saved-disconnecting.ts';
import { storedKeys } from '../../../../daemon/keys/stored-keys.ts';
import { openSaved, type Saved } from '../../../../daemon/state/saved.ts';
import type { KeySeal } from '../../../../native/key-seal/key-seal.ts';
import { hostPort, serialHex, sha256Hex } from '../../../../shared/ids.ts';
import type { Logger } from '../../../../shared/log.ts';
import { silentLog } from '../../../../shared/log.ts';
import { foreignTpmKey } from '../../../doubles/foreign-tpm-key.ts';
import { makeThrowawayPki } from '../../../doubles/throwaway-pki.ts';

const pki = await makeThrowawayPki();
const machine = await pki.machine();
const next = await pki.machine();

const enrolled: Saved = {
  version: 1,
  identity: {
    ems: hostPort.parse('ems.corp.test:8013'),
    emsId: pki.emsId,
    site: pki.site,
    uid: pki.uid,
    domains: ['corp.test'],
    fabricCa: pki.fabric.certificatePem,
    fabricCaSha256: sha256Hex.parse('ab'.repeat(32)),
    key: machine.keyPem,
    certificate: machine.certificatePem,
    serial: serialHex.parse(machine.serial),
    enrolledBy: 'root',
    enrolledByUid: 0,
    since: '2026-01-01T00:00:00.000Z',
    renewAt: 1,
    certificateEnds: 2,
  },
  isWithdrawn: false,
  pending: { invitationSha256: sha256Hex.parse('cd'.repeat(32)), uid: pki.uid, key: next.keyPem },
  addresses: {},
  sequenceReserved: 7,
  personalDestinations: [],
  spentInvitation: null,
  disconnecting: neverDisconnected,
};

/** A machine that seals until a test breaks it. */
async function machineWithSeal() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-sealed-'));
  const world = { isBroken: false, seals: 0, warnings: 0 };
  const seal: KeySeal = {
    async seal(secret) {
      world.seals += 1;
      if (world.isBroken) return { kind: 'unavailable', why: 'broken' };
      return { kind: 'sealed', text: Buffer.from(secret).toString('base64'), by: 'tpm' };
    },
    async open(text) {
      if (world.isBroken) return { kind: 'failed', why: 'broken' };
      return { kind: 'opened', secret: Buffer.from(text, 'base64').toString(), by: 'tpm' };
    },
  };
  const log: Logger = {
    ...silentLog,
    warn: () => {
      world.warnings += 1;
    },
  };
  const file = path.join(directory, 'agent.json');
  return {
    world,
    file,
    open: (wanted: 'sealed' | 'file') => openSaved(directory, storedKeys({ wanted, seal, log })),
    text: () => readFile(file, 'utf8'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

test('the file holds no key, only seals, and each key is sealed once however often the rest is saved', async () => {
  await using machine = await machineWithSeal();
  const saved = await machine.open('sealed');
  await saved.update(() => enrolled);
  await saved.update((state) => ({ ...state, sequenceReserved: 8 }));
  assert.doesNotMatch(await machine.text(), /PRIVATE KEY/);
  assert.deepEqual(saved.keptKey, { kind: 'sealed', by: 'tpm' });
  assert.equal(machine.world.seals, 2);

  const again = await machine.open('sealed');
  assert.deepEqual(again.current, { ...enrolled, sequenceReserved: 8 });
  assert.deepEqual(again.keptKey, { kind: 'sealed', by: 'tpm' });
  await again.update((state) => ({ ...state, sequenceReserved: 9 }));
  assert.equal(machine.world.seals, 2);
});

test('keys that lie there as they are get sealed by the next save, and sealed ones lie open again if that is wanted', async () => {
  await using machine = await machineWithSeal();
  await (await machine.open('file')).update(() => enrolled);
  assert.match(await machine.text(), /PRIVATE KEY/);

  const sealing = await machine.open('sealed');
  assert.deepEqual(sealing.keptKey, { kind: 'file' });
  await sealing.update((state) => state);
  assert.doesNotMatch(await machine.text(), /PRIVATE KEY/);

  const opening = await machine.open('file');
  await opening.update((state) => state);
  assert.match(await machine.text(), /PRIVATE KEY/);
  assert.deepEqual([opening.current, opening.keptKey], [enrolled, { kind: 'file' }]);
});

test('where nothing can be sealed the key lies there as it is, and the reason is logged once a key', async () => {
  await using machine = await machineWithSeal();
  machine.world.isBroken = true;
  const saved = await machine.open('sealed');
  await saved.update(() => enrolled);
  await saved.update((state) => state);
  assert.deepEqual([saved.keptKey, machine.world.warnings], [{ kind: 'file' }, 2]);
  assert.deepEqual((await machine.open('sealed')).current, enrolled);
});

test('a seal that does not open is trouble of its own: nothing is touched, it is used once it opens, and kept aside for a new start', async () => {
  await using machine = await machineWithSeal();
  await (await machine.open('sealed')).update(() => enrolled);
  const before = await machine.text();
  machine.world.isBroken = true;
  for (const wanted of ['sealed', 'file'] as const) {
    const saved = await machine.open(wanted);
    assert.equal(saved.trouble?.code, 'state-not-unsealed');
    assert.match(saved.trouble?.message ?? '', /broken/);
    assert.equal(saved.current.identity, null);
    assert.equal(await saved.readAgain(), false);
    assert.equal(await machine.text(), before);
  }
  const waiting = await machine.open('sealed');
  machine.world.isBroken = false;
  assert.equal(await waiting.readAgain(), true);
  assert.deepEqual(waiting.current, enrolled);

  machine.world.isBroken = true;
  await (await machine.open('sealed')).update((state) => ({ ...state, sequenceReserved: 1 }));
  assert.equal(await readFile(`${machine.file}.unreadable`, 'utf8'), before);
});

test('a key of a TPM that does not give it is trouble of its own, too: told apart, untouched, kept aside for a new start', async () => {
  await using machine = await machineWithSeal();
  const text = JSON.stringify({ ...enrolled, identity: { ...enrolled.identity, key: foreignTpmKey } });
  await writeFile(machine.file, text);
  const saved = await machine.open('sealed');
  assert.deepEqual([saved.trouble?.code, saved.lockedKey], ['machine-key-unavailable', foreignTpmKey]);
  assert.equal(saved.current.identity, null);
  assert.equal(await saved.readAgain(), false);
  assert.equal(await machine.text(), text);
  await saved.update(() => enrolled);
  assert.deepEqual([saved.trouble, saved.lockedKey], [null, null]);
  assert.equal(await readFile(`${machine.file}.unreadable`, 'utf8'), text);
});

test('a seal around something that is no key is as unreadable as any other damage', async () => {
  await using machine = await machineWithSeal();
  const sealed = Buffer.from('no key').toString('base64');
  await writeFile(machine.file, JSON.stringify({ ...enrolled, identity: { ...enrolled.identity, key: { sealed } } }));
  assert.equal((await machine.open('sealed')).trouble?.code, 'state-unreadable');
});
