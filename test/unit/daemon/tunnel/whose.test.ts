import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Whose } from '../../../../daemon/activity/whose.ts';
import { Sessions } from '../../../../daemon/tunnel/sessions.ts';
import { type RequestId, requestId } from '../../../../shared/ids.ts';
import { systemClock } from '../../../../shared/node/system-clock.ts';

const id = (letter: string): RequestId => requestId.parse(`req_${letter.repeat(25)}Q`);

/** What is carried, or was: uid, destination, request id; a browser's has none that the agent knows. */
interface Known {
  readonly uid: number;
  readonly destination: string;
  readonly requestId: RequestId | null;
  readonly hasEnded?: boolean;
}

const mail = 'mail.corp.test:443';
const ssh = { uid: 1_000, destination: 'ssh.corp.test:22', requestId: id('A') };
const annas = { uid: 1_000, destination: mail, requestId: null };
const berts = { uid: 1_001, destination: mail, requestId: null };

/** [what it shows, what is known, request id and destination that a gateway names, whose it is] */
const rows: readonly (readonly [string, readonly Known[], RequestId, string | null, Whose])[] = [
  ['a stream is known by its request id', [ssh, berts], id('A'), ssh.destination, 1_000],
  ['also after it has ended', [{ ...ssh, hasEnded: true }], id('A'), ssh.destination, 1_000],
  ['a browser is known by its host, if one user alone is there', [ssh, annas], id('B'), mail, 1_000],
  ['also after it has gone', [{ ...annas, hasEnded: true }], id('B'), mail, 1_000],
  ['of two at one host nobody knows which', [annas, berts], id('B'), mail, 'unknown'],
  ['nor of one who has gone and one who is there', [{ ...annas, hasEnded: true }, berts], id('B'), mail, 'unknown'],
  ['what nobody has is nobody’s', [ssh], id('B'), mail, 'unknown'],
  ['a stream of the same host is no browser', [{ ...ssh, destination: mail }], id('B'), mail, 'unknown'],
  ['without a destination it is the device’s', [ssh, annas], id('B'), null, 'device'],
];

for (const [claim, known, asked, destination, expected] of rows)
  test(claim, () => {
    const ports = { changed: () => undefined, carried: () => undefined, ended: () => undefined };
    const sessions = new Sessions(systemClock, ports);
    for (const { hasEnded, requestId: own, ...what } of known) {
      const nothing = { reset: () => undefined };
      const name = sessions.add(nothing, { bytesRead: 0, bytesWritten: 0 }, { ...what, osUser: '', since: '' });
      sessions.opened(name, own);
      if (hasEnded === true) sessions.remove(name);
    }
    assert.equal(sessions.whose({ code: '065', title: '', requestId: asked, destination, retry: false }), expected);
  });
