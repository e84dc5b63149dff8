// What was saved: used, or recognised as of no use without being touched.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { neverDisconnected } from '../../../../daemon/disconnection/saved-disconnecting.ts';
import type { Saved } from '../../../../daemon/state/saved.ts';
import { hostPort, serialHex, sha256Hex } from '../../../../shared/ids.ts';
import { savedOf } from '../../../doubles/saved-of.ts';
import { makeThrowawayPki } from '../../../doubles/throwaway-pki.ts';

const pki = await makeThrowawayPki();
const machine = await pki.machine();
const other = await pki.machine();

const identity: NonNullable<Saved['identity']> = {
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
};

const good: Saved = {
  version: 1,
  identity,
  isWithdrawn: false,
  pending: null,
  addresses: { 'crm.corp.test': '127.235.0.1' },
  sequenceReserved: 7,
  personalDestinations: [],
  spentInvitation: null,
  disconnecting: neverDisconnected,
};

const pending = { invitationSha256: sha256Hex.parse('cd'.repeat(32)), uid: pki.uid, key: 'no key' };

const useless: Readonly<Record<string, string>> = {
  'an empty file': '',
  'half a file': JSON.stringify(good).slice(0, 300),
  'the file of another release': JSON.stringify({ ...good, version: 2 }),
  'no certificate': changed({ certificate: '' }),
  'a certificate that is none': changed({ certificate: 'no PEM' }),
  'a broken certificate': changed({ certificate: machine.certificatePem.replace(/\nMII./, '\nAAAA') }),
  'a certificate for another key': changed({ certificate: other.certificatePem }),
  'a key that is none': changed({ key: 'no key' }),
  'a CA that is none': changed({ fabricCa: '' }),
  'a date beyond all dates': changed({ certificateEnds: 1e300 }),
  'a user longer than any snapshot holds': changed({ enrolledBy: 'x'.repeat(257) }),
  'the key of an enrolment begun that is none': JSON.stringify({ ...good, pending }),
};

function changed(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...good, identity: { ...identity, ...change } });
}

async function scratch() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-saved-'));
  return {
    directory,
    file: path.join(directory, 'agent.json'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

test('what was saved is there again', async () => {
  await using there = await scratch();
  await (await savedOf(there.directory, 'file')).update(() => good);
  const { current, trouble } = await savedOf(there.directory, 'file');
  assert.deepEqual([current, trouble], [good, null]);
});

describe('is told as trouble, and neither used nor overwritten:', () => {
  for (const [claim, text] of Object.entries(useless))
    test(claim, async () => {
      await using there = await scratch();
      await writeFile(there.file, text);
      const saved = await savedOf(there.directory, 'file');
      assert.equal(saved.trouble?.code, 'state-unreadable');
      assert.equal(saved.current.identity, null);
      assert.equal(await saved.readAgain(), false);
      assert.equal(await readFile(there.file, 'utf8'), text);
    });
});

test('what could not be used is used once it can be', async () => {
  await using there = await scratch();
  await writeFile(there.file, 'no JSON');
  const saved = await savedOf(there.directory, 'file');
  await writeFile(there.file, JSON.stringify(good));
  assert.equal(await saved.readAgain(), true);
  assert.deepEqual([saved.current, saved.trouble], [good, null]);
});

test('what could not be used is kept beside what is saved next, unless somebody moved it away', async () => {
  for (const isMovedAway of [false, true]) {
    await using there = await scratch();
    await writeFile(there.file, 'no JSON');
    const saved = await savedOf(there.directory, 'file');
    if (isMovedAway) await rm(there.file);
    await saved.update(() => good);
    assert.equal(saved.trouble, null);
    assert.deepEqual((await savedOf(there.directory, 'file')).current, good);
    const beside = await readFile(`${there.file}.unreadable`, 'utf8').catch(() => null);
    assert.equal(beside, isMovedAway ? null : 'no JSON');
  }
});
