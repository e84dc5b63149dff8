// What the overview says of its person's sign-in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInView } from '../../../../renderer/views/sign-in.ts';
import type { SignInState } from '../../../../shared/agent/sign-in.ts';
import { words } from '../../../../shared/words/words.ts';
import { agentWith, at, guiWith, notSignedIn, signedIn, signInWith } from '../../../doubles/gui-states.ts';

const failure = { code: 'sign-in-late', message: 'too late', next: 'again' };
const waiting: SignInState = { kind: 'waiting', provider: 'corp', until: at };
const ofGroups: SignInState = { ...signedIn, groups: ['staff', 'sal\u202Ees'] };
const crm = 'crm.corp.test:8080';
const nobody = 'You are not signed in. Some services ask who you are.';

const rows: readonly (readonly [
  what: string,
  over: Readonly<Record<string, unknown>>,
  shown: readonly unknown[] | null,
])[] = [
  ['no way is offered', {}, null],
  ['nobody has signed in', signInWith(), ['offered', nobody, 'Sign in', null]],
  [
    'the last try failed',
    signInWith(['ada', { ...notSignedIn, lastFailure: failure }]),
    ['offered', nobody, 'Sign in', 'sign-in-late'],
  ],
  [
    'connections wait',
    signInWith(['ada', notSignedIn, crm, 'db.corp.test:5432']),
    ['offered', 'Sign in to reach crm and db.corp.test:5432. The connection waits for you.', 'Sign in', null],
  ],
  [
    'there are several ways',
    { ...signInWith(), signInProviders: ['A', 'B'].map((title) => ({ id: title, title, kind: 'local' })) },
    ['offered', nobody, 'Sign in by A, Sign in by B', null],
  ],
  ['the browser is waited for', signInWith(['ada', waiting, crm]), ['waiting', at]],
  ['this person is signed in', signInWith(['ada', signedIn]), ['verified', 'ada@corp.test', 'none', at]],
  ['with groups', signInWith(['ada', ofGroups]), ['verified', 'ada@corp.test', 'staff and sal\uFFFDes', at]],
  [
    'and no way is offered any more',
    { ...signInWith(['ada', signedIn]), signInProviders: [] },
    ['verified', 'ada@corp.test', 'none', at],
  ],
  ['somebody else is signed in', signInWith(['bob', signedIn]), ['offered', nobody, 'Sign in', null]],
];
for (const [what, over, shown] of rows)
  test(`where ${what}: ${shown?.join(' | ') ?? 'nothing'}`, () => {
    const view = signInView(agentWith(over), guiWith().person, words.en, 'en');
    const told =
      view?.kind === 'offered'
        ? [view.kind, view.sentence, view.buttons.map(({ label }) => label).join(', '), view.failure?.code ?? null]
        : view === null
          ? null
          : Object.values(view);
    assert.deepEqual(told, shown);
  });
