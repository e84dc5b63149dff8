// When a session may carry bytes.

import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { ClientConnection } from '../../../../gateway/accept/client-connection.ts';
import { Session } from '../../../../gateway/sessions/session.ts';
import { requestId, sessionId } from '../../../../shared/ids.ts';

test('a session carries until its time is over', () => {
  const session = newSession();
  session.validFor(60_000, assert.fail);
  assert.equal(session.mayCarry(), true);
});

test('when its time is over it is decided again before a byte moves, though no timer could run', () => {
  const session = newSession();
  session.validFor(5, () => session.cut({ kind: 'denied', code: '067', policy: null, tags: [] }));
  blockFor(10);
  assert.equal(session.mayCarry(), false);
});

test('a session that is decided anew for longer goes on', () => {
  const session = newSession();
  session.validFor(5, () => session.validFor(60_000, () => undefined));
  blockFor(10);
  assert.equal(session.mayCarry(), true);
  assert.ok(session.validForMs > 1_000);
});

test('a timer that wakes before the end decides again, and then waits for the rest', async () => {
  const session = newSession();
  session.validFor(5, assert.fail);
  const woken: number[] = [];
  await new Promise<void>((resolve) => {
    // Of these timers none keeps the process alive.
    const alive = setInterval(() => undefined, 1_000);
    const decideAgain = () => {
      woken.push(session.validForMs);
      if (session.validForMs > 0) return session.validFor(session.validForMs, decideAgain);
      clearInterval(alive);
      resolve();
    };
    session.validFor(40, decideAgain);
  });
  assert.ok((woken[0] ?? 0) > 0, 'the first timer was kept');
  assert.ok((woken.at(-1) ?? 1) <= 0);
});

function newSession(): Session {
  const raw = new Socket();
  return new Session(
    sessionId.parse(`ses_${'A'.repeat(26)}`),
    {
      connection: new ClientConnection(raw, new TLSSocket(raw), { address: '127.0.0.1', port: 1 }, null),
      carrier: 'tunnel',
      target: { host: 'crm.test', port: 80 },
      reportedUser: null,
      program: null,
      requestId: requestId.parse(`req_${'A'.repeat(26)}`),
    },
    0,
  );
}

/** As a process that is stopped: nothing runs meanwhile. */
function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
