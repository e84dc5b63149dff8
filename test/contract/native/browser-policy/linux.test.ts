// The policies of browsers below a directory that stands for the system's root.

import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { BrowserWishes } from '../../../../native/browser-policy/browser-policy.ts';
import { browserPoliciesOfLinux } from '../../../../native/browser-policy/linux.ts';
import { silentLog } from '../../../../shared/log.ts';

const wishes: BrowserWishes = {
  hosts: [{ host: 'crm.corp.test', port: 9443 }],
  issuers: ['Corp ZTNA CA'],
  webCa: Buffer.from('3003020101', 'hex'),
  firefox: 'ask',
};
const nothing: BrowserWishes = { ...wishes, hosts: [] };
const chromiumFile = 'etc/chromium/policies/managed/stile.json';
const firefoxFile = 'etc/firefox/policies/policies.json';

interface Machine extends AsyncDisposable {
  readonly root: string;
  at(relative: string): string;
  put(relative: string, text: string): Promise<void>;
  text(relative: string): Promise<string>;
  /** What the agent keeps for itself. */
  readonly state: string;
  /** The agent, or the next life of it. */
  policies(): ReturnType<typeof browserPoliciesOfLinux>;
  /** Everything on the machine but what the agent keeps for itself: path and content. */
  everything(): Promise<readonly string[]>;
}

async function machine(browsers: readonly string[]): Promise<Machine> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-browsers-'));
  const root = path.join(directory, 'root');
  const at = (relative: string) => path.join(root, relative);
  await mkdir(at('etc'), { recursive: true });
  for (const browser of browsers) await mkdir(at(browser), { recursive: true });
  return {
    root,
    state: path.join(directory, 'state'),
    at,
    async put(relative, text) {
      await mkdir(path.dirname(at(relative)), { recursive: true });
      await writeFile(at(relative), text);
    },
    text: (relative) => readFile(at(relative), 'utf8'),
    policies: () => browserPoliciesOfLinux({ stateDir: path.join(directory, 'state'), root, log: silentLog }),
    async everything() {
      const found = await readdir(root, { recursive: true, withFileTypes: true });
      const lines = found.map(async (each) => {
        const place = path.join(each.parentPath, each.name);
        const content = each.isFile() ? await readFile(place, 'latin1') : each.isDirectory() ? '/' : '@';
        return `${path.relative(root, place)} ${content}`;
      });
      return (await Promise.all(lines)).sort();
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

test('only browsers that are here are told; files are for everybody to read, and all of it can be taken back', async () => {
  await using here = await machine(['usr/lib/chromium', 'opt/google/chrome', 'usr/lib/firefox-esr']);
  const before = await here.everything();
  const policies = here.policies();
  const states = await policies.apply(wishes);
  assert.deepEqual(
    states.map(({ browser, state }) => [browser, state]),
    [
      ['chromium', 'written'],
      ['chrome', 'written'],
      ['edge', 'absent'],
      ['firefox', 'written'],
    ],
  );
  for (const file of [chromiumFile, firefoxFile, 'etc/stile/web-ca.pem'])
    assert.equal(((await stat(here.at(file))).mode & 0o777).toString(8), '644', file);
  assert.equal(((await stat(here.at('etc/chromium/policies'))).mode & 0o777).toString(8), '755');
  assert.match(await here.text(chromiumFile), /https:\/\/crm\.corp\.test:9443/);
  assert.deepEqual(JSON.parse(await here.text(firefoxFile)), {
    policies: { Certificates: { Install: [here.at('etc/stile/web-ca.pem')] } },
  });
  assert.equal((await policies.written()).length, 4);
  const after = await here.everything();
  await policies.apply(wishes);
  assert.deepEqual(await here.everything(), after);
  assert.equal(await policies.clear(), true);
  assert.deepEqual(await here.everything(), before);
  assert.deepEqual(await policies.written(), []);
});

test('what a killed agent left, its next life takes back', async () => {
  await using here = await machine(['etc/chromium', 'etc/firefox']);
  const before = await here.everything();
  await here.policies().apply(wishes);
  assert.notDeepEqual(await here.everything(), before);
  await here.policies().clear();
  assert.deepEqual(await here.everything(), before);
});

test('nothing wanted takes everything back, too, and a browser that comes later is told then', async () => {
  await using here = await machine(['etc/chromium']);
  const before = await here.everything();
  const policies = here.policies();
  await policies.apply(wishes);
  const states = await policies.apply(nothing);
  assert.ok(states.every(({ state }) => state === 'clear'));
  assert.deepEqual(await here.everything(), before);
  await mkdir(here.at('etc/firefox'));
  assert.equal((await policies.apply(wishes)).find(({ browser }) => browser === 'firefox')?.state, 'written');
});

const theirs = '{ "policies" : {"DisablePocket":true,\n\t"Certificates": {"Install": ["/opt/corp.pem"] } } }';

test("Firefox's file comes back byte for byte, with its mode, if only we changed it", async () => {
  await using here = await machine([]);
  await here.put(firefoxFile, theirs);
  await chmod(here.at(firefoxFile), 0o640);
  const policies = here.policies();
  await policies.apply(wishes);
  const merged: unknown = JSON.parse(await here.text(firefoxFile));
  assert.deepEqual(merged, {
    policies: {
      DisablePocket: true,
      Certificates: { Install: ['/opt/corp.pem', here.at('etc/stile/web-ca.pem')] },
    },
  });
  // The web CA is renewed: what others wrote is still known as it was.
  await policies.apply({ ...wishes, webCa: Buffer.from('3003020102', 'hex') });
  await here.policies().clear();
  assert.equal(await here.text(firefoxFile), theirs);
  assert.equal(((await stat(here.at(firefoxFile))).mode & 0o777).toString(8), '640');
});

test('what others change in it after us stays, and only ours goes', async () => {
  await using here = await machine([]);
  await here.put(firefoxFile, theirs);
  const policies = here.policies();
  await policies.apply(wishes);
  const changed = JSON.parse(await here.text(firefoxFile)) as { policies: Record<string, unknown> };
  changed.policies.DisableTelemetry = true;
  await here.put(firefoxFile, JSON.stringify(changed));
  await policies.apply({ ...wishes, webCa: Buffer.from('3003020103', 'hex') });
  assert.match(await here.text(firefoxFile), /DisableTelemetry/);
  await policies.clear();
  assert.deepEqual(JSON.parse(await here.text(firefoxFile)), {
    policies: { DisablePocket: true, Certificates: { Install: ['/opt/corp.pem'] }, DisableTelemetry: true },
  });
});

/** What must not be touched, and where. */
const leftAlone: readonly (readonly [string, string, string])[] = [
  ['is not JSON', firefoxFile, 'not JSON'],
  ['would be hidden by ours', 'usr/lib/firefox-esr/distribution/policies.json', '{"policies":{}}'],
];

for (const [why, file, text] of leftAlone)
  test(`a file of others that ${why} is left alone, and that is said`, async () => {
    await using here = await machine(['usr/lib/firefox-esr']);
    await here.put(file, text);
    const before = await here.everything();
    const policies = here.policies();
    const [state] = (await policies.apply(wishes)).filter(({ browser }) => browser === 'firefox');
    assert.equal(state?.state, 'blocked');
    assert.notEqual(state?.detail, '');
    assert.equal(await policies.clear(), true);
    assert.deepEqual(await here.everything(), before);
  });

test('a link in the place of our file is replaced, never followed', async () => {
  await using here = await machine(['etc/chromium/policies/managed']);
  await here.put('etc/shadow', 'secret');
  await symlink(here.at('etc/shadow'), here.at(chromiumFile));
  await here.policies().apply(wishes);
  assert.equal(await here.text('etc/shadow'), 'secret');
  assert.match(await here.text(chromiumFile), /AutoSelect/);
});

test('a record that cannot be used is said, and ends nobody', async () => {
  await using here = await machine(['etc/chromium']);
  await here.policies().apply(wishes);
  await writeFile(path.join(here.state, 'browser-policies.json'), 'half a rec');
  const policies = here.policies();
  assert.equal(await policies.clear(), false);
  assert.deepEqual(
    (await policies.apply(wishes)).filter(({ state }) => state === 'blocked').map(({ browser }) => browser),
    ['chromium'],
  );
});

test('a directory that others put something into stays', async () => {
  await using here = await machine(['usr/lib/chromium']);
  const policies = here.policies();
  await policies.apply(wishes);
  await here.put('etc/chromium/policies/managed/theirs.json', '{}');
  await policies.clear();
  assert.equal(await here.text('etc/chromium/policies/managed/theirs.json'), '{}');
});
