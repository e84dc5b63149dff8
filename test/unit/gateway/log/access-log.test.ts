// A line of the access log is one line, whatever a user is called.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoggedAccess, makeAccessLog } from '../../../../gateway/log/access-log.ts';

function linesFor(changes: Partial<LoggedAccess>, logsRefusals = true): string[] {
  const lines: string[] = [];
  const log = makeAccessLog((line) => lines.push(line), {
    clock: { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), monotonic: () => 0 },
    gatewayId: 'gw_X',
    logsRefusals: () => logsRefusals,
    policyId: () => undefined,
  });
  const face = { kind: 'tunnel' } as const;
  const connection = { source: { address: '192.0.2.7', port: 4711 }, certificate: null, face };
  const base = {
    uid: null,
    tags: [],
    target: null,
    requestId: 'req_X',
    carrier: null,
    reportedUser: null,
    program: null,
    web: null,
  };
  const end = { kind: 'refused', refusal: { kind: 'denied', code: '002', policy: null, tags: [] } } as const;
  log.write({ ...base, connection, session: null, end, durationMs: 1_500, ...changes });
  return lines;
}

test('line ends and control characters in what an agent reports cannot forge a line', () => {
  const reportedUser = 'eve\r\n{"action":"accept"}\u2028\u0000\u001b[2J';
  const [line, ...more] = linesFor({ reportedUser });
  assert.equal(more.length, 0);
  assert.ok(line !== undefined && [...line].every((letter) => letter >= ' '));
  assert.equal(JSON.parse(line).unauthuser, reportedUser);
});

test('fields have the names and forms of the FortiOS traffic log', () => {
  const [line = ''] = linesFor({ tags: ['a', 'b'], uid: 'U', target: { host: 'crm.test', port: 80 } });
  const { type, subtype, logid, date, time, srcip, srcport, dstport, clientdevicetags, duration, action, msg } =
    JSON.parse(line);
  assert.deepEqual([type, subtype, logid, date, time], ['traffic', 'ztna', '0005000024', '2026-01-02', '03:04:05']);
  assert.deepEqual([srcip, srcport, dstport, clientdevicetags, duration], ['192.0.2.7', 4711, 80, 'a/b', 1.5]);
  assert.deepEqual([action, msg], ['deny', 'Access refused: no certificate was shown']);
});

test('log-blocked-traffic disable leaves refusals out and ends in', () => {
  assert.equal(linesFor({}, false).length, 0);
  assert.equal(linesFor({ end: { kind: 'closed' } }, false).length, 1);
});
