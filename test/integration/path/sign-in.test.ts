// A user's sign-in from end to end: a policy for a group, a device on which nobody is verified yet, a browser, and bytes that flow.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { runStile } from '../../../cli/run.ts';
import { ownSignIn } from '../../../shared/agent/sign-in.ts';
import { ruleId, tagName } from '../../../shared/ids.ts';
import { type IdentityProviderDouble, openIdentityProvider } from '../../doubles/identity-provider.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { type WholeWorld, wholeWorld } from '../../doubles/whole-world.ts';
import { recordingTerminal } from '../../unit/cli/recording-terminal.ts';
import { oidcAt } from '../ems/user-acts.ts';
import { anna, browse, password } from '../ems/users/sign-in-stage.ts';

let world: WholeWorld;
let origin: Origin;
let provider: IdentityProviderDouble;
const verified = tagName.parse('verified-user');

before(async () => {
  origin = await startOrigin(echo);
  provider = await openIdentityProvider();
  world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  const { admin } = world.ems;
  await admin.call('addUserAccount', { name: anna, groups: ['staff'], password });
  await admin.call('addSignInProvider', { provider: oidcAt(provider), clientSecret: 'kept', dryRun: false });
  const rule = {
    id: ruleId.parse(2),
    os: 'linux',
    type: 'user-identity',
    content: 'verified',
    negated: false,
  } as const;
  await admin.call('putRule', { rule });
  const logic = { linux: { op: 'and' as const, rules: [{ id: ruleId.parse(2) }] } };
  const message = 'Sign in.';
  await admin.call('putRuleSet', {
    ruleSet: { id: 2, name: 'Verified', enabled: true, tag: verified, message, logic },
  });
  const file = path.join(world.directory, 'gateway.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace('ztna-ems-tag: [managed]', 'ztna-ems-tag: [managed], groups: [staff, corp:staff]'),
  );
  await world.gateway.reload();
  await world.enroll();
  await world.until(({ signInProviders }) => signInProviders.length === 2);
});
after(async () => {
  await world?.[Symbol.asyncDispose]();
  await provider?.[Symbol.asyncDispose]();
  await origin?.[Symbol.asyncDispose]();
});

const place = 'crm.corp.test';

/** As a person does it at the page of the EMS, and at that of the provider: the address that the browser is sent back to. */
const browsers = {
  local: async (page: string) => String((await browse(world.ems, page, { name: anna, password })).headers.location),
  corp: async (page: string) => provider.approve(page),
};

async function stile(args: readonly string[], browser?: (page: string) => Promise<string>) {
  let shown: Promise<number | undefined> | null = null;
  const terminal = recordingTerminal({
    environment: { STILE_AGENT_SOCKET: world.daemon.socket },
    ...(browser === undefined
      ? {}
      : {
          browser: (page) => {
            shown = browser(page).then(statusAt);
          },
        }),
  });
  const code = await runStile(args, terminal);
  return { code, lines: terminal.printed.join('\n'), complaints: terminal.complained.join('\n'), shown: await shown };
}

function statusAt(address: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(address, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
  });
}

/** A connection of an application that has said this, and waits for the answer. */
async function saying(text: string): Promise<net.Socket> {
  const socket = net.connect(await world.addressOf('crm'));
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}

/** How it ends: a clean end says nothing. */
function resetOf(socket: net.Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve('closed'));
  });
}

const heard = async (socket: net.Socket): Promise<string> => String((await once(socket, 'data'))[0]);
const own = (signIns: Parameters<typeof ownSignIn>[0]) => ownSignIn(signIns, process.getuid?.() ?? null);
const isWanted = () =>
  world.until(({ signIns }) => own(signIns)?.wanted.some((wanted) => wanted.startsWith(place)) === true);

for (const [id, browser] of Object.entries(browsers))
  test(`by ${id}: what waits goes on when its user has signed in, and is cut when they sign out`, async () => {
    const socket = await saying('hello');
    await isWanted();
    assert.match((await stile(['why', place])).lines, /held until its user has signed in[\s\S]*stile sign-in/);

    const signedIn = await stile(['sign-in', '--provider', id], browser);
    assert.equal(signedIn.code, 0, signedIn.complaints);
    assert.match(signedIn.lines, /groups +.*staff/);
    assert.equal(signedIn.shown, 200);
    assert.equal(await heard(socket), 'hello');
    await world.until(({ tags }) => tags.includes(verified));
    assert.match((await stile(['status'])).lines, /signed in +\S+: \S+, until 2/);
    assert.equal(own((await world.until(() => true)).signIns)?.wanted.length, 0);

    // What is verified outlives the daemon, which keeps none of it.
    if (id === 'local') {
      socket.destroy();
      await world.restartDaemon();
      await world.until(({ signIns, tags }) => own(signIns)?.state.kind === 'verified' && tags.includes(verified));
    }
    const carried = id === 'local' ? await saying('again') : socket;
    if (id === 'local') assert.equal(await heard(carried), 'again');
    const cut = resetOf(carried);
    assert.equal((await stile(['sign-out'])).code, 0);
    assert.equal(await cut, 'ECONNRESET');
    const after = await world.until(({ tags, denials }) => !tags.includes(verified) && denials.length > 0);
    assert.deepEqual([after.denials[0]?.kind, after.denials[0]?.denial.code], ['cut', '099']);
  });

test('what waits is reset when its user gives up, and the refusal says what to do', async () => {
  const socket = await saying('hello');
  await isWanted();
  const closed = resetOf(socket);
  await world.agent.call('cancelSignIn', {});
  assert.equal(await closed, 'ECONNRESET');
  const why = await stile(['why', place]);
  assert.equal(why.code, 5);
  assert.match(why.lines, /099[\s\S]*stile sign-in/);
});

test('whom the policy is not for gets no further by signing in', async () => {
  await world.ems.admin.call('setUserGroups', { name: anna, groups: ['guests'] });
  const socket = await saying('hello');
  await isWanted();
  const closed = resetOf(socket);
  assert.equal((await stile(['sign-in', '--provider', 'local'], browsers.local)).code, 0);
  assert.equal(await closed, 'ECONNRESET');
  assert.match((await stile(['why', place])).lines, /061/);
});
