// Requests that were let in, and whose sender was ended before they came to act: called as their routes call them.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openAudit } from '../../../ems/audit/audit.ts';
import { config } from '../../../ems/config.ts';
import type { Ems } from '../../../ems/ems.ts';
import { revokeCertificate, revokeDevice } from '../../../ems/enrollment/end.ts';
import { enroll } from '../../../ems/enrollment/enroll.ts';
import { renew } from '../../../ems/enrollment/renew.ts';
import { openHub } from '../../../ems/events/hub.ts';
import { openPresence } from '../../../ems/events/presence.ts';
import { makeInvitation } from '../../../ems/invitations/invitations.ts';
import { makeRateLimit } from '../../../ems/invitations/rate-limit.ts';
import type { MachineCaller } from '../../../ems/listeners/caller.ts';
import { openAuthorities } from '../../../ems/pki/authorities.ts';
import { makeLastSeen } from '../../../ems/posture/last-seen.ts';
import { receiveReport } from '../../../ems/posture/receive-report.ts';
import { keepRules } from '../../../ems/rules/rules-in-force.ts';
import { openStore } from '../../../ems/store/database.ts';
import { currentState, settleState } from '../../../ems/store/state.ts';
import { openWitness } from '../../../ems/store/witness.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { siteName } from '../../../shared/ids.ts';
import { silentLog } from '../../../shared/log.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { systemClock as clock } from '../../../shared/node/system-clock.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { testInventory as inventory, nextUid } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

/** An EMS without its listeners. */
async function insideEms() {
  const stack = new AsyncDisposableStack();
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-ems-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const { db } = stack.use(await openStore(await testStore().settingsFor(directory), directory, silentLog));
  const pulse = {
    current: () => currentState(db),
    ended: async () => new Map(),
    now: clock.now,
    beatIntervalMs: 60_000,
    presence: openPresence('here', clock, 60_000),
  };
  const ems: Ems = {
    config: config.parse({}),
    publicUrl: 'http://localhost:1',
    identity: await settleState(db, await openWitness(path.join(directory, 'epoch.json'))),
    db,
    authorities: await openAuthorities(path.join(directory, 'ca'), db, 'the database of the test'),
    hub: stack.use(openHub(pulse, silentLog)),
    audit: openAudit(clock.now),
    rules: keepRules(),
    lastSeen: makeLastSeen(clock),
    clock,
    random: Math.random,
    log: silentLog,
  };
  return { ems, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** A device that has been let in by its certificate. */
async function letIn(ems: Ems): Promise<MachineCaller> {
  const uid = nextUid();
  const site = siteName.parse('default');
  const wanted = { role: 'device' as const, site, domains: [], uses: 1, expiresInMs: 60_000, note: '', serials: [] };
  const addresses = {
    agent: 'localhost:1',
    gateway: 'localhost:2',
    public: 'http://localhost:3',
    console: 'https://localhost:4',
  };
  const { invitation } = await makeInvitation(ems, ems.db, wanted, addresses);
  const csr = await makeCsr(await newKeyPair('p256'), uid);
  const { code } = readInvitation(invitation);
  await enroll(ems, makeRateLimit(clock), '192.0.2.1', { code, csr, uid, inventory });
  const certificate = await ems.db.selectFrom('certificates').selectAll().executeTakeFirstOrThrow();
  return { kind: 'machine', uid, certificate };
}

const recorded = async () => undefined;
const isRefused = (error: unknown) => hasCode(error, 'certificate-refused');

test('a renewal that a revocation overtakes gets no certificate', async () => {
  await using inside = await insideEms();
  const { ems } = inside;
  const caller = await letIn(ems);
  await revokeDevice(ems, caller.uid, 'privilege-withdrawn', recorded);
  const csr = await makeCsr(await newKeyPair('p256'), caller.uid);
  await assert.rejects(renew(ems, caller, csr), isRefused);
  const states = await ems.db.selectFrom('certificates').select('state').execute();
  assert.deepEqual(
    states.map((row) => row.state),
    ['revoked'],
  );
});

test('a report that a revocation overtakes gives no tags and puts nobody online', async () => {
  await using inside = await insideEms();
  const { ems } = inside;
  const caller = await letIn(ems);
  await revokeCertificate(ems, caller.certificate.serial, recorded);
  const report = { sequence: 1, rulesRevision: 1, inventory, facts: [], verdicts: [] };
  await assert.rejects(receiveReport(ems, caller, report), isRefused);
  const devices = await ems.db.selectFrom('devices').select(['tags', 'online']).execute();
  assert.deepEqual(
    devices.map((row) => [row.tags, row.online]),
    [['[]', 0]],
  );
});
