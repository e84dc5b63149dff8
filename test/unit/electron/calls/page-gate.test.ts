// What a page can call, and that a hostile one can call nothing else: by sender, by name, by value.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makePageGate, type Sender, type ShellHandlers } from '../../../../electron/calls/page-gate.ts';
import { agentContract } from '../../../../shared/agent/agent-contract.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { silentLog } from '../../../../shared/log.ts';
import { agentCommandsOfPages, shellContract } from '../../../../shared/shell/shell-contract.ts';

const pageUrl = 'stile-app://app/index.html';
const page: Sender = { isMainFrameOfWindow: true, url: pageUrl };

/** A gate, and the names of all that got through it. */
function gateOf(agentAnswer: () => unknown = () => ({})) {
  const called: string[] = [];
  const shell = Object.fromEntries(
    Object.keys(shellContract.commands).map((name) => [
      name,
      () => {
        called.push(name);
        return name === 'openers' ? { openers: ['ssh'] } : {};
      },
    ]),
  ) as unknown as ShellHandlers;
  const agent = {
    call: async (name: string) => {
      called.push(name);
      return agentAnswer();
    },
  } as unknown as Parameters<typeof makePageGate>[0]['agent'];
  return { called, gate: makePageGate({ pageUrl, agent, shell, log: silentLog }) };
}

const strangers: readonly (readonly [what: string, sender: Sender])[] = [
  ['a frame inside of the page, or another window', { ...page, isMainFrameOfWindow: false }],
  ['a page from elsewhere', { ...page, url: 'https://example.test/' }],
  ['another file of ours', { ...page, url: 'stile-app://app/assets/x.svg' }],
  ['a host that looks like ours', { ...page, url: 'stile-app://app.example.test/index.html' }],
  ['an address that begins like ours', { ...page, url: `${pageUrl}.evil` }],
  ['a query', { ...page, url: `${pageUrl}?x=1` }],
  ['a file', { ...page, url: 'file:///index.html' }],
  ['no page at all', { ...page, url: '' }],
];

const namesOfOthers: readonly unknown[] = [
  ...Object.keys(agentContract.commands).filter((name) => !agentCommandsOfPages.some((each) => each === name)),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '',
  ' recheck',
  'Recheck',
  'gui',
  0,
  null,
  undefined,
  ['recheck'],
  { toString: () => 'recheck' },
];

describe('the gate of the pages', () => {
  for (const [what, sender] of strangers) {
    test(`${what} can call nothing, and is told nothing of what there is`, async () => {
      const { gate, called } = gateOf();
      for (const name of ['recheck', 'openers', 'no such command']) {
        for (const ask of [gate.agent, gate.shell]) {
          const answer = await ask(sender, name, {});
          assert.equal(answer.ok ? 'ok' : answer.error.code, 'command-not-allowed');
        }
      }
      assert.equal(gate.mayListen(sender), false);
      assert.deepEqual(called, []);
    });
  }

  for (const name of namesOfOthers) {
    test(`${JSON.stringify(name) ?? 'undefined'} is no command of a page`, async () => {
      const { gate, called } = gateOf();
      const answers = [await gate.agent(page, name, {}), await gate.shell(page, name, {})];
      assert.deepEqual(
        answers.map((answer) => (answer.ok ? 'ok' : answer.error.code)),
        ['command-unknown', 'command-unknown'],
      );
      assert.deepEqual(called, []);
    });
  }

  test('enrolling, and what else needs more than a page may decide, is not within reach', () => {
    for (const name of ['enroll', 'inspectInvitation', 'userCertificate', 'tellStore'])
      assert.ok(namesOfOthers.includes(name), name);
  });

  test('the page itself can call every command of both tables, also from a place inside of it', async () => {
    const { gate, called } = gateOf();
    for (const sender of [page, { ...page, url: `${pageUrl}#/tags` }]) {
      const answer = await gate.shell(sender, 'openers', {});
      assert.deepEqual(answer, { ok: true, value: { openers: ['ssh'] } });
      assert.deepEqual(await gate.agent(sender, 'recheck', {}), { ok: true, value: {} });
      assert.equal(gate.mayListen(sender), true);
    }
    assert.deepEqual(called, ['openers', 'recheck', 'openers', 'recheck']);
  });

  const wrong: readonly (readonly [table: 'agent' | 'shell', name: string, params: unknown])[] = [
    ['agent', 'recheck', { force: true }],
    ['agent', 'recheck', null],
    ['agent', 'recheck', undefined],
    ['agent', 'why', {}],
    ['agent', 'why', { destination: ['crm'] }],
    ['agent', 'logs', { lines: 1e9 }],
    ['agent', 'addPersonalDestination', { name: 'x', host: 'y', port: '22', kind: 'tcp' }],
    ['shell', 'open', { destination: 'crm.corp.test:22', with: 'sh' }],
    ['shell', 'open', { destination: 'crm.corp.test:22', with: 'ssh', args: ['-oProxyCommand=x'] }],
    ['shell', 'copy', { text: 'x'.repeat(8_193) }],
    ['shell', 'save', { suggestedName: '../../.bashrc', text: '' }],
    ['shell', 'save', { suggestedName: '.bashrc', text: '' }],
    ['shell', 'save', { suggestedName: 'a/b', text: '' }],
    ['shell', 'changeSettings', { theme: 'red' }],
    ['shell', 'changeSettings', { execPath: '/bin/sh' }],
    ['shell', 'acceptInvitation', {}],
    ['shell', 'acceptInvitation', { fabricCa: 'x' }],
    ['shell', 'readInvitation', { text: 'x'.repeat(20_000) }],
  ];
  for (const [table, name, params] of wrong) {
    test(`${name} with ${JSON.stringify(params)?.slice(0, 60)} is refused before anything is done`, async () => {
      const { gate, called } = gateOf();
      const answer = await gate[table](page, name, params);
      assert.equal(answer.ok ? 'ok' : answer.error.code, 'command-invalid');
      assert.deepEqual(called, []);
    });
  }

  test('a refusal of the daemon reaches the page with code and next step', async () => {
    const { gate } = gateOf(() => {
      throw new AppError('command-not-allowed', { command: 'unenroll' });
    });
    const answer = await gate.agent(page, 'unenroll', {});
    assert.deepEqual(answer, {
      ok: false,
      error: new AppError('command-not-allowed', { command: 'unenroll' }).toWire(),
    });
  });

  test('what nobody expected is told without its text', async () => {
    const { gate } = gateOf(() => {
      throw new Error('secret');
    });
    const answer = await gate.agent(page, 'recheck', {});
    assert.equal(answer.ok ? 'ok' : answer.error.code, 'command-failed');
    assert.ok(!JSON.stringify(answer).includes('secret'));
  });
});
