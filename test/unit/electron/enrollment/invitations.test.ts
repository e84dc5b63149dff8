// An invitation from its link to the enrolment: what the daemon is asked, when, and what nobody gets to see.

import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openedByLink } from '../../../../electron/enrollment/deep-link.ts';
import { makeInvitations } from '../../../../electron/enrollment/invitations.ts';
import { type GuiStore, makeGuiStore } from '../../../../electron/gui-store.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Logger } from '../../../../shared/log.ts';
import type { InvitationState, LinkState } from '../../../../shared/shell/gui-state.ts';
import { agentWith, connectedWith, failure, guiWith } from '../../../doubles/gui-states.ts';

const fabricCa = 'a'.repeat(64);
const summary = { ems: 'ems.corp.test:8013', site: 'default', fabricCa, domains: ['corp.test'], mayEnroll: true };
const free = connectedWith({ enrollment: { kind: 'none', lastFailure: null } });
const code = 'SECRETCODE';
const one = openedByLink(`stile://enroll?invitation=stile1.${code}.one`);
const two = openedByLink(`stile://enroll?invitation=stile1.${code}.two`);

type Call = readonly [name: string, params: Readonly<Record<string, unknown>>];

/** A shell whose daemon answers as told; every call, every log line and every state is kept. */
function shell(
  t: TestContext,
  options: {
    readonly link?: LinkState;
    readonly inspect?: () => unknown;
    readonly enroll?: () => unknown;
  } = {},
) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const calls: Call[] = [];
  const lines: unknown[] = [];
  const write = (message: string, fields?: unknown) => void lines.push({ message, fields });
  const log: Logger = { debug: write, info: write, warn: write, error: write, with: () => log };
  const store = makeGuiStore(guiWith(options.link ?? free));
  const agent = {
    call: async (name: string, params: Readonly<Record<string, unknown>>) => {
      calls.push([name, params]);
      return name === 'inspectInvitation' ? (options.inspect ?? (() => summary))() : (options.enroll ?? (() => ({})))();
    },
  } as unknown as Parameters<typeof makeInvitations>[0]['agent'];
  const invitations = makeInvitations({ store, agent, log });
  t.after(() => {
    invitations[Symbol.dispose]();
    store[Symbol.dispose]();
  });
  return { invitations, store, calls, lines, agentStateIs: (link: LinkState) => move(t, store, link) };
}

function move(t: TestContext, store: GuiStore, link: LinkState): void {
  store.change({ link });
  t.mock.timers.tick(100);
}

const shown = (store: GuiStore): InvitationState => store.current.invitation;
const codeOf = (state: InvitationState): string => (state.kind === 'refused' ? state.failure.code : state.kind);

describe('an invitation', () => {
  test('is read and asked about, and nothing else happens', async (t) => {
    const { invitations, store, calls } = shell(t);
    await invitations.offer(one);
    assert.deepEqual(shown(store), { kind: 'asking', summary });
    assert.deepEqual(
      calls.map(([name]) => name),
      ['inspectInvitation'],
    );
  });

  test('enrolls after a yes to the fingerprint that was shown, once', async (t) => {
    const { invitations, store, calls } = shell(t);
    await invitations.offer(one);
    invitations.accept(fabricCa);
    assert.equal(shown(store).kind, 'enrolling');
    assert.throws(() => invitations.accept(fabricCa), { code: 'command-invalid' });
    await nextTurn();
    assert.equal(shown(store).kind, 'none');
    assert.deepEqual(calls.slice(1), [['enroll', { invitation: `stile1.${code}.one`, consent: { fabricCa } }]]);
    assert.throws(() => invitations.accept(fabricCa), { code: 'command-invalid' });
    assert.equal(calls.length, 2);
  });

  test('does not enroll with a yes to another fingerprint, nor without having been asked about', async (t) => {
    const { invitations, store, calls } = shell(t);
    assert.throws(() => invitations.accept(fabricCa), { code: 'command-invalid' });
    await invitations.offer(one);
    assert.throws(() => invitations.accept('b'.repeat(64)), { code: 'consent-missing' });
    assert.equal(shown(store).kind, 'asking');
    assert.equal(calls.length, 1);
  });

  test('is not replaced by a second one under the hand of whoever reads', async (t) => {
    const { invitations, store, calls } = shell(t);
    await invitations.offer(one);
    await assert.rejects(invitations.offer(two), { code: 'invitation-waiting' });
    await assert.rejects(invitations.offer(openedByLink('stile://x')), { code: 'invitation-waiting' });
    assert.deepEqual(shown(store), { kind: 'asking', summary });
    invitations.accept(fabricCa);
    await nextTurn();
    assert.equal(calls.at(-1)?.[1].invitation, `stile1.${code}.one`);
  });

  test('that was dismissed while it was read does not come back, nor in place of the next', async (t) => {
    const answers = [Promise.withResolvers<unknown>(), Promise.withResolvers<unknown>()];
    let asked = 0;
    const inspect = () => answers[asked++]?.promise;
    const { invitations, store } = shell(t, { inspect });
    const first = invitations.offer(one);
    await nextTurn();
    invitations.dismiss();
    assert.equal(shown(store).kind, 'none');
    const second = invitations.offer(two);
    await nextTurn();
    answers[0]?.resolve({ ...summary, ems: 'first.test:1' });
    await first;
    assert.equal(shown(store).kind, 'reading');
    answers[1]?.resolve({ ...summary, ems: 'second.test:2' });
    await second;
    assert.deepEqual(shown(store), { kind: 'asking', summary: { ...summary, ems: 'second.test:2' } });
  });

  test('that nobody answers for ten minutes is forgotten', async (t) => {
    const { invitations, store } = shell(t);
    await invitations.offer(one);
    t.mock.timers.tick(10 * 60_000 - 1);
    assert.equal(shown(store).kind, 'asking');
    t.mock.timers.tick(1);
    assert.equal(shown(store).kind, 'none');
    assert.throws(() => invitations.accept(fabricCa), { code: 'command-invalid' });
  });

  test('is gone when it was dismissed; what the daemon does already is not', async (t) => {
    const { invitations, store } = shell(t, { enroll: () => new Promise(() => undefined) });
    await invitations.offer(one);
    invitations.dismiss();
    assert.equal(shown(store).kind, 'none');
    await invitations.offer(one);
    invitations.accept(fabricCa);
    invitations.dismiss();
    assert.equal(shown(store).kind, 'enrolling');
  });

  test('is in no state, no log line and no refusal', async (t) => {
    const { invitations, store, lines } = shell(t, {
      enroll: () => {
        throw new AppError('ems-not-allowed');
      },
    });
    const states: unknown[] = [];
    store.onChange((state) => states.push(state));
    await invitations.offer(one);
    invitations.accept(fabricCa);
    await nextTurn();
    await assert.rejects(
      invitations.offer(two).then(() => invitations.offer(one)),
      { code: 'invitation-waiting' },
    );
    const all = JSON.stringify([lines, states, store.current]);
    assert.ok(lines.length > 0 && !all.includes(code), all);
  });
});

const rows: readonly (readonly [what: string, given: Parameters<typeof shell>[1], shown: string, asked: number])[] = [
  ['on a device that is enrolled already', { link: connectedWith() }, 'already-enrolled', 1],
  ['of a user who may not', { inspect: () => ({ ...summary, mayEnroll: false }) }, 'enrolment-needs-administrator', 1],
  ['that the daemon cannot read', { inspect: () => fail('invitation-malformed') }, 'invitation-malformed', 1],
  ['with a stranger in the place of the daemon', { link: { kind: 'refused', failure } }, failure.code, 0],
  ['with a daemon of another release', { link: { kind: 'incompatible', failure } }, failure.code, 0],
];
for (const [what, given, code_, asked] of rows) {
  test(`an invitation ${what} is refused and asks nothing`, async (t) => {
    const { invitations, store, calls } = shell(t, given);
    await invitations.offer(one);
    assert.deepEqual([codeOf(shown(store)), calls.length], [code_, asked]);
    assert.throws(() => invitations.accept(fabricCa), { code: 'command-invalid' });
    await nextTurn();
    assert.equal(calls.length, asked, 'nothing was enrolled');
    invitations.dismiss();
    assert.equal(shown(store).kind, 'none');
  });
}

function fail(errorCode: 'invitation-malformed' | 'ems-unreachable'): never {
  throw new AppError(errorCode, { why: 'x', server: 'x' });
}

test('an enrolment that fails says why, and another invitation may follow', async (t) => {
  const { invitations, store } = shell(t, { enroll: () => fail('ems-unreachable') });
  await invitations.offer(one);
  invitations.accept(fabricCa);
  await nextTurn();
  const state = shown(store);
  assert.deepEqual([codeOf(state), state.kind === 'refused' && state.summary], ['ems-unreachable', summary]);
  await invitations.offer(two);
  assert.equal(shown(store).kind, 'asking');
});

test('an administrator tells people who may enroll, and how', async (t) => {
  const { invitations, store } = shell(t, { inspect: () => ({ ...summary, mayEnroll: false }) });
  await invitations.offer(one);
  const state = shown(store);
  assert.ok(
    state.kind === 'refused' && /sudo stile enroll/.test(state.failure.next) && state.summary?.ems === summary.ems,
  );
});

test('a device that is enrolled meanwhile, by whomever, is not asked about any more', async (t) => {
  const { invitations, store, agentStateIs } = shell(t);
  await invitations.offer(one);
  agentStateIs(connectedWith());
  assert.equal(codeOf(shown(store)), 'already-enrolled');
});

test('a link that starts the shell waits for the daemon, and not for ever', async (t) => {
  const looking: LinkState = { kind: 'connecting', since: '2026-01-02T00:00:00.000Z', attempt: 1 };
  const found = shell(t, { link: looking });
  const offer = found.invitations.offer(one);
  assert.equal(shown(found.store).kind, 'reading');
  await nextTurn();
  found.agentStateIs({
    kind: 'connected',
    product: 'x',
    agent: agentWith({ enrollment: { kind: 'none', lastFailure: null } }),
  });
  await offer;
  assert.equal(shown(found.store).kind, 'asking');
  found.invitations.dismiss();
  found.agentStateIs(looking);
  const vain = found.invitations.offer(one);
  await nextTurn();
  t.mock.timers.tick(8_000);
  await vain;
  assert.equal(codeOf(shown(found.store)), 'socket-not-there');
});
