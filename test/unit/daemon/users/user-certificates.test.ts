// Who gets a certificate, in whose name, and what is shown of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EmsOfUsers } from '../../../../daemon/users/ems-of-users.ts';
import { userCertificates } from '../../../../daemon/users/user-certificates.ts';
import type { UserLookup } from '../../../../native/local-users/local-users.ts';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import type { StoreReport } from '../../../../shared/agent/user-certificate.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { type CertificateRecord, certificateRecord } from '../../../../shared/identity/certificate-record.ts';
import { silentLog } from '../../../../shared/log.ts';

const never = new AbortController().signal;
const serialOf = (digit: string) => digit.repeat(40);

const issued = (serial: string) => ({ certificate: 'c', issuer: 'i', serial, validForMs: 1_000, renewAfterMs: 600 });

const record = (
  serial: string,
  state: string,
  osUser: string | null = 'anna',
  issuer = '0',
  notAfter = '2027-01-01T00:00:00.000Z',
): CertificateRecord =>
  certificateRecord.parse({
    sha256: '0'.repeat(64),
    issuer: issuer.repeat(16),
    serial,
    uid: 'A'.repeat(32),
    notAfter,
    state,
    kind: osUser === null ? 'machine' : 'user',
    osUser,
  });

const machineSerial = serialOf('9');

const report = (serial: string, standing: StoreReport['standing'] = 'installed'): StoreReport => ({
  standing,
  detail: '',
  serial,
  ends: null,
  store: { secrets: 'ok', certificates: 'ok', browsers: [] },
});

/** Anna (1000) may use the device, Berta (1001) may not, nobody is called 1002. */
function machine(ems: Partial<EmsOfUsers> = {}) {
  const asked: string[] = [];
  let shown: AgentState['userCertificates'] = [];
  const names = new Map([
    [1_000, 'anna'],
    [1_001, 'berta'],
  ]);
  const part = userCertificates({
    users: {
      byUid: async (uid): Promise<UserLookup> => {
        const name = names.get(uid);
        return name === undefined ? { kind: 'absent' } : { kind: 'known', user: { uid, gid: uid, name } };
      },
    },
    tunnelUsers: { mayUse: async (uid) => uid !== 1_001 },
    ems: {
      async issue(_csr, osUser) {
        asked.push(`issue ${osUser}`);
        return issued(serialOf('1'));
      },
      async installed(osUser, serial) {
        asked.push(`installed ${osUser} ${serial[0]}`);
      },
      records: async () => [record(serialOf('1'), 'active')],
      ...ems,
    },
    machineSerial: () => machineSerial,
    show: (states) => {
      shown = states;
    },
    now: () => 0,
    log: silentLog,
  });
  return { part, asked, shown: () => shown };
}

test("a user gets a certificate in the name that the system has for the caller's uid", async () => {
  const { part, asked, shown } = machine();
  assert.equal((await part.issue(1_000, 'csr', never)).serial, serialOf('1'));
  assert.deepEqual(asked, ['issue anna']);
  assert.deepEqual(
    shown().map(({ osUser, uid, state, ems }) => ({ osUser, uid, state, ems })),
    [{ osUser: 'anna', uid: 1_000, state: 'requesting', ems: 'active' }],
  );
});

for (const [who, uid] of [
  ['who may not use this device', 1_001],
  ['whose uid has no name', 1_002],
] as const)
  test(`a caller ${who} gets none, and is not believed about stores either`, async () => {
    const { part, asked, shown } = machine();
    for (const act of [() => part.issue(uid, 'csr', never), () => part.tell(uid, report(serialOf('1')), never)])
      await assert.rejects(act, (error) => hasCode(error, 'user-not-allowed'));
    assert.deepEqual([asked, shown()], [[], []]);
  });

test('the EMS is told once that a certificate is in its place', async () => {
  const { part, asked } = machine();
  await part.tell(1_000, report(serialOf('1'), 'installing'), never);
  await part.tell(1_000, report(serialOf('1')), never);
  await part.tell(1_000, { ...report(serialOf('1')), detail: 'something' }, never);
  await part.tell(1_000, report(serialOf('2')), never);
  assert.deepEqual(asked, ['installed anna 1', 'installed anna 2']);
});

/** What the EMS has on record of serial 1 of Anna, and how it is shown. */
const standings: readonly (readonly [string, readonly CertificateRecord[] | null, string])[] = [
  ['nothing, because it was not asked', null, 'unknown'],
  ['an active one', [record(serialOf('1'), 'active')], 'active'],
  ['a revoked one', [record(serialOf('1'), 'revoked')], 'revoked'],
  ['another serial only', [record(serialOf('2'), 'active')], 'absent'],
  [
    'one of another CA than the newer one of the device',
    [record(serialOf('1'), 'active'), record(machineSerial, 'active', null, 'f', '2027-02-01T00:00:00.000Z')],
    'outdated',
  ],
  [
    'one of another CA than the older one of the device',
    [record(serialOf('1'), 'active'), record(machineSerial, 'active', null, 'f', '2026-12-01T00:00:00.000Z')],
    'active',
  ],
  [
    'a revoked one of another CA',
    [record(serialOf('1'), 'revoked'), record(machineSerial, 'active', null, 'f', '2027-02-01T00:00:00.000Z')],
    'revoked',
  ],
  ["another user's", [record(serialOf('1'), 'active', 'berta')], 'absent'],
];

for (const [what, records, expected] of standings)
  test(`where the EMS has ${what}, that is shown as ${expected}`, async () => {
    const answer = async () => records ?? Promise.reject(new Error('away'));
    const { part, shown } = machine({ records: answer });
    await part.refresh(never);
    await part.tell(1_000, report(serialOf('1')), never);
    assert.equal(shown()[0]?.ems, expected);
  });

test('an answer that is older than a certificate does not make it unknown to the EMS', async () => {
  const slow = Promise.withResolvers<readonly CertificateRecord[]>();
  const answers = [slow.promise, Promise.resolve([record(serialOf('1'), 'active')])];
  const { part, shown } = machine({ records: () => answers.shift() ?? Promise.resolve([]) });
  const early = part.refresh(never);
  await part.issue(1_000, 'csr', never);
  await part.tell(1_000, report(serialOf('1')), never);
  slow.resolve([]);
  await early;
  assert.equal(shown()[0]?.ems, 'active');
});
