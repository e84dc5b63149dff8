// Where the shell stands with the daemon: every way through the drawn machine, and when it is tried again.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  firstLook,
  type LinkEvent,
  type LinkModel,
  reduceLink,
  retryDelayMs,
} from '../../../../electron/link/link-state.ts';
import { standingOf } from '../../../../shared/shell/standing.ts';
import { agentWith, at } from '../../../doubles/gui-states.ts';

const later = '2026-01-02T00:01:00.000Z';
const told: LinkEvent = { kind: 'told', product: 'stile-agent 0.1.0', agent: agentWith() };
const lost = (code: string): LinkEvent => ({ kind: 'lost', at: later, failure: { code, message: code, next: code } });
const gone = lost('socket-not-there');
const times = (count: number, event: LinkEvent): readonly LinkEvent[] => Array.from({ length: count }, () => event);
const after = (...events: readonly LinkEvent[]): LinkModel => events.reduce(reduceLink, firstLook(at));

/** The kind of the link, and the one word that people see. */
const ways: readonly (readonly [what: string, events: readonly LinkEvent[], kind: string, standing: string])[] = [
  ['a first look', [], 'connecting', 'connecting'],
  ['nothing there yet, a moment after login', times(3, gone), 'connecting', 'connecting'],
  ['nothing there, however often it is looked for', times(4, gone), 'connecting', 'agent-stopped'],
  ['a daemon that tells its state', [told], 'connected', 'protected'],
  ['a daemon that comes late', [...times(9, gone), told], 'connected', 'protected'],
  ['a daemon that was there and is gone', [told, gone], 'connecting', 'agent-stopped'],
  ['a daemon that stops on purpose', [told, lost('socket-stopping')], 'stopping', 'agent-stopped'],
  ['and is not back at once', [told, lost('socket-stopping'), ...times(3, gone)], 'stopping', 'agent-stopped'],
  ['and does not come back', [told, lost('socket-stopping'), ...times(6, gone)], 'connecting', 'agent-stopped'],
  ['and comes back', [told, lost('socket-stopping'), gone, told], 'connected', 'protected'],
  ['a stranger at its place', [lost('socket-foreign')], 'refused', 'refused'],
  ['a place that this user may not open', [lost('socket-refused')], 'refused', 'refused'],
  ['no room for one more connection', [lost('socket-full')], 'refused', 'refused'],
  ['a daemon of another release', [lost('socket-version')], 'incompatible', 'incompatible'],
  ['one that speaks something else', [lost('socket-protocol')], 'incompatible', 'incompatible'],
  ['a stranger where the daemon was', [told, lost('socket-foreign')], 'refused', 'refused'],
  [
    'an update while the shell ran',
    [told, lost('socket-stopping'), gone, lost('socket-version')],
    'incompatible',
    'incompatible',
  ],
  ['a stranger who went', [lost('socket-foreign'), gone], 'connecting', 'agent-stopped'],
  ['another release that went', [lost('socket-version'), gone], 'connecting', 'agent-stopped'],
  ['another release that was put right', [lost('socket-version'), told], 'connected', 'protected'],
  ['something nobody expected', [lost('unexpected')], 'connecting', 'connecting'],
];

describe('the link to the daemon', () => {
  for (const [what, events, kind, standing] of ways) {
    test(`${what}: ${kind}, shown as ${standing}`, () => {
      const { link } = after(...events);
      assert.deepEqual([link.kind, standingOf({ link })], [kind, standing]);
    });
  }

  test('an ended link takes the state of the agent along', () => {
    for (const code of ['socket-not-there', 'socket-stopping', 'socket-foreign', 'socket-version'])
      assert.ok(!('agent' in after(told, lost(code)).link), code);
  });

  test('a state that is found again is the same one, so that nothing flickers', () => {
    const stopping = after(told, lost('socket-stopping'));
    assert.equal(reduceLink(stopping, gone).link, stopping.link);
    const looking = firstLook(at);
    assert.equal(reduceLink(looking, gone).link, looking.link);
  });

  test('attempts are counted anew after each success', () => {
    const { link } = after(...times(9, gone), told, gone);
    assert.deepEqual(link, { kind: 'connecting', since: later, attempt: 2 });
  });

  test('the first try comes at once for a person, later ones never more than five seconds apart', () => {
    const delays = [1, 2, 3, 4, 5, 6, 50].map((failures) => retryDelayMs({ ...firstLook(at), failures }, 0.999));
    assert.ok((delays[0] ?? 0) <= 200, `${delays[0]}`);
    assert.deepEqual(
      delays,
      [...delays].sort((one, other) => one - other),
    );
    assert.ok(Math.max(...delays) <= 5_000, `${delays}`);
    assert.ok(retryDelayMs({ ...firstLook(at), failures: 50 }, 0) >= 2_000);
  });
});
