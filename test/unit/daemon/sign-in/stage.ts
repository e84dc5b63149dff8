// A user's sign-in on a stage: an EMS that says what a test wants, a browser that is played, and what the state shows of it all.

import assert from 'node:assert/strict';
import { get } from 'node:http';
import type { EmsOfSignIns } from '../../../../daemon/sign-in/ems-of-sign-ins.ts';
import { type SignIns, signIns } from '../../../../daemon/sign-in/sign-ins.ts';
import type { UserLookup } from '../../../../native/local-users/local-users.ts';
import type { SocketOwner } from '../../../../native/socket-owner/socket-owner.ts';
import type { UserSignIn } from '../../../../shared/agent/sign-in.ts';
import type { VerifiedUserOfDevice } from '../../../../shared/ems/agent-routes.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { silentLog } from '../../../../shared/log.ts';
import { movedClock } from '../../../doubles/moved-clock.ts';

export const never: AbortSignal = new AbortController().signal;
export const anna = 1_000;
export const bertas = 1_001;
const names = new Map([
  [anna, 'anna'],
  [bertas, 'berta'],
  [1_002, 'carl'],
]);
const hour = 3_600_000;
export const user = (osUser = 'anna', validForMs = hour, subject = `${osUser}@corp.test`): VerifiedUserOfDevice => ({
  osUser,
  subject,
  groups: ['staff'],
  validForMs,
  provider: 'corp',
});

type Begun = Parameters<EmsOfSignIns['begin']>[0];
type Brought = Parameters<EmsOfSignIns['finish']>[0];

interface Stage extends AsyncDisposable {
  readonly part: SignIns;
  readonly begun: Begun[];
  readonly brought: Brought[];
  readonly signedOut: string[];
  /** How often who is verified has changed. */
  readonly changes: () => number;
  /** What is shown of a user: kind, subject or failure, and what is wanted. */
  shown(uid?: number): string;
  until(expected: string, uid?: number): Promise<void>;
}

/** Anna and Berta may use the device, Carl may not, nobody else is known. */
export function stage(
  over: {
    readonly ems?: Partial<EmsOfSignIns>;
    readonly owner?: SocketOwner;
    readonly isOffered?: boolean;
    readonly longestMs?: number;
    readonly clock?: ReturnType<typeof movedClock>;
  } = {},
): Stage {
  const begun: Begun[] = [];
  const brought: Brought[] = [];
  const signedOut: string[] = [];
  let all: readonly UserSignIn[] = [];
  let changes = 0;
  const look = (uid: number | undefined): UserLookup => {
    const name = uid === undefined ? undefined : names.get(uid);
    return uid === undefined || name === undefined
      ? { kind: 'absent' }
      : { kind: 'known', user: { uid, gid: 1, name } };
  };
  const part = signIns({
    users: {
      byUid: async (uid) => look(uid),
      byName: async (name) => look([...names].find(([, each]) => each === name)?.[0]),
    },
    tunnelUsers: { mayUse: async (uid) => uid !== 1_002 },
    owners: { ownerOfConnection: async () => over.owner ?? { kind: 'known', uid: anna, inode: 1 } },
    ems: {
      async begin(asked) {
        begun.push(asked);
        return { signIn: `sgn_${begun.length}`, url: 'https://ems.test/sign-in', validForMs: 600_000 };
      },
      async finish(given) {
        brought.push(given);
        return user();
      },
      async signOut(osUser) {
        signedOut.push(osUser);
      },
      verified: async () => [],
      ...over.ems,
    },
    isOffered: () => over.isOffered ?? true,
    show: (shown) => {
      all = shown;
    },
    changed: () => {
      changes += 1;
    },
    clock: over.clock ?? movedClock(),
    log: silentLog,
    ...(over.longestMs === undefined ? {} : { longestMs: over.longestMs }),
  });
  const shown = (uid = anna) => {
    const found = all.find((each) => each.uid === uid);
    if (found === undefined) return '-';
    const { state, wanted } = found;
    const more =
      state.kind === 'verified' ? state.subject : state.kind === 'none' ? state.lastFailure?.code : undefined;
    return [state.kind, more, ...wanted].filter((text) => text !== undefined).join(' ');
  };
  return {
    part,
    begun,
    brought,
    signedOut,
    changes: () => changes,
    shown,
    async until(expected, uid = anna) {
      const limit = Date.now() + 10_000;
      while (shown(uid) !== expected) {
        assert.ok(Date.now() < limit, `it stays ${shown(uid)}`);
        await soon();
      }
    },
    [Symbol.asyncDispose]: () => part[Symbol.asyncDispose](),
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a browser is shown; null if the connection was cut. */
export function browse(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer | null> {
  return new Promise((resolve) => {
    const asked = get(address, { headers, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body, headers: answer.headers }));
    });
    asked.on('error', () => resolve(null));
  });
}

export const comesBack = ({ redirectUri, state }: Begun, more = 'code=abc') => `${redirectUri}?state=${state}&${more}`;
export const soon = () => new Promise((resolve) => setTimeout(resolve, 2));
export const withCode = (code: Parameters<typeof hasCode>[1]) => (error: unknown) => hasCode(error, code);

export async function begin({ part, begun }: Stage, uid = anna): Promise<Begun> {
  await part.begin(uid, 'corp', never);
  const last = begun.at(-1);
  assert.ok(last !== undefined);
  return last;
}
