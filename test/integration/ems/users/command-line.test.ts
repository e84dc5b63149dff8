import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { exitCodes } from '../../../../cli/exit-codes.ts';
import { runStile } from '../../../../cli/run.ts';
import { type IdentityProviderDouble, openIdentityProvider } from '../../../doubles/identity-provider.ts';
import { runningEms, type TestEms } from '../../../doubles/running-ems.ts';
import { recordingTerminal } from '../../../unit/cli/recording-terminal.ts';
import { backOf, begin, finish } from './sign-in-stage.ts';

describe('stile ems users and sign-in', () => {
  let ems: TestEms;
  let provider: IdentityProviderDouble;
  before(async () => {
    ems = await runningEms();
    provider = await openIdentityProvider();
  });
  after(async () => {
    await ems[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  async function stile(args: readonly string[], input = '', files: Readonly<Record<string, string>> = {}) {
    const environment = { STILE_EMS_SOCKET: ems.running.adminSocket };
    const terminal = {
      ...recordingTerminal({ environment, input }),
      readFile: async (name: string) => files[name] ?? Promise.reject(new Error('no such file')),
    };
    const code = await runStile(['ems', ...args], terminal);
    return { code, lines: terminal.printed.join('\n'), complaints: terminal.complained.join('\n') };
  }

  test('an account is added by a link or a password, changed, shown and removed', async () => {
    const linked = await stile(['users', 'add', 'anna', '--groups', 'sales,staff']);
    assert.match(linked.lines, /^https:\/\/localhost:\d+\/user\/password\/[A-Z2-7]{26}$/);
    const short = await stile(['users', 'add', 'ben', '--password-stdin'], 'short\n');
    assert.match(short.complaints, /at least 12 characters/);
    const added = await stile(['users', 'add', 'ben', '--password-stdin'], 'long enough for him\n');
    assert.match(added.lines, /ben can sign in/);
    assert.match((await stile(['users'])).lines, /anna +without password +0 devices +sales, staff/);
    assert.match((await stile(['users', 'set-groups', 'ben', 'board'])).lines, /ben is in board/);
    assert.match((await stile(['users', 'disable', 'ben'])).lines, /ben may not sign in/);
    assert.match(
      (await stile(['users', 'show', 'ben'])).lines,
      /ben +disabled +0 devices +board[\s\S]*Nobody is signed in/,
    );
    assert.match((await stile(['users', 'enable', 'ben'])).lines, /ben may sign in/);
    assert.match((await stile(['users', 'set-password', 'ben'])).lines, /\/user\/password\//);
    assert.equal((await stile(['users', 'remove', 'ben'])).code, exitCodes.fine);
    assert.match((await stile(['users', 'remove', 'ben'])).complaints, /no user account ben/);
    assert.match((await stile(['users', 'add', 'Corp:Anna'])).complaints, /lower-case letters/);
  });

  test('a provider is tried, added with a secret that nobody is shown, and its users are listed and signed out', async () => {
    const files = { ca: provider.ca, secret: 'kept by the EMS\n' };
    const where = ['--issuer', provider.issuer, '--client-id', 'stile', '--ca', 'ca', '--client-secret-file', 'secret'];
    const add = ['sign-in', 'providers', 'add', 'oidc', 'corp', ...where, '--valid-hours', '0.5'];
    const tried = await stile([...add, '--dry-run'], '', files);
    assert.match(tried.lines, /it signs with +ES256[\s\S]*Nothing was changed/, tried.complaints);
    assert.equal((await stile([...add, '--groups-claim', 'groups'], '', files)).code, exitCodes.fine);
    const listed = await stile(['--json', 'sign-in', 'providers']);
    assert.match(listed.lines, /"hasSecret":true/);
    assert.ok(!listed.lines.includes('kept by'));
    assert.match(
      (await stile(['sign-in', 'providers', 'list'])).lines,
      /corp .*with a secret +corp:<preferred_username> +corp:<groups> +0.5 h/,
    );
    assert.match((await stile(['sign-in', 'valid-hours', 'local', '8'])).lines, /counts for 8 hours/);

    const device = await ems.enroll();
    assert.match((await stile(['endpoints'])).lines, /unverified/);
    const begun = await begin(ems, device, { provider: 'corp' });
    await finish(ems, begun, backOf(new URL(provider.approve(begun.url))));
    assert.equal(provider.redeemed.at(-1)?.authorization, `Basic ${btoa('stile:kept+by+the+EMS')}`);
    assert.match((await stile(['endpoints'])).lines, /1 verified/);
    const shown = await stile(['endpoints', 'show', device.uid]);
    assert.match(shown.lines, /signed in +mira is corp:anna \(corp:sales, corp:staff\), by corp, until 20/);
    assert.match((await stile(['users', 'sign-ins'])).lines, /corp:anna +laptop +mira/);
    assert.match((await stile(['users', 'sign-out'])).complaints, /neither user nor device/);
    assert.match(
      (await stile(['users', 'sign-out', 'corp:anna', '--device', device.uid])).lines,
      /1 sign-ins have ended/,
    );
    assert.match((await stile(['sign-in', 'providers', 'remove', 'corp'])).lines, /corp is removed; 0 sign-ins/);
  });
});
