import assert from 'node:assert/strict';
import { chmod, link, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { managedConfigurationOfLinux } from '../../../../native/managed/linux.ts';

const owner = process.getuid?.() ?? 0;

async function policyFolder(files: Readonly<Record<string, string>> = {}) {
  const above = await mkdtemp(path.join(os.tmpdir(), 'stile-policy-'));
  const folder = path.join(above, 'policy.d');
  await mkdir(folder, { mode: 0o755 });
  const write = async (name: string, text: string, mode = 0o600) => {
    await writeFile(path.join(folder, name), text);
    await chmod(path.join(folder, name), mode);
  };
  for (const [name, text] of Object.entries(files)) await write(name, text);
  const managed = managedConfigurationOfLinux({ folder, owner });
  return {
    above,
    folder,
    write,
    managed,
    read: () => managed.read(),
    [Symbol.asyncDispose]: () => rm(above, { recursive: true, force: true }),
  };
}

test('a machine without the folder, and one with an empty folder, is not managed', async () => {
  await using policy = await policyFolder();
  assert.deepEqual(await policy.read(), { kind: 'none' });
  await rm(policy.folder, { recursive: true });
  assert.deepEqual(await policy.read(), { kind: 'none' });
});

test('files are taken in the order of their names, and of each setting the last one holds', async () => {
  await using policy = await policyFolder({
    '10-organisation.json': '{"MayQuit": true, "WarmConnections": 2, "LocalUsers": ["alice", "bob"]}',
    '50-site.json': '{"MayQuit": false, "LocalUsers": ["carol"]}',
    README: 'not read',
    '.60-hidden.json': '{"WarmConnections": 9}',
    '70-old.json.dpkg-old': '{"WarmConnections": 9}',
  });
  assert.deepEqual(await policy.read(), {
    kind: 'values',
    source: policy.folder,
    values: { MayQuit: false, WarmConnections: 2, LocalUsers: ['carol'] },
  });
});

for (const [what, text, line, why] of [
  ['an unknown setting', '{\n  "MayQuit": false,\n  "MayQuite": false\n}', 3, /MayQuite: no such setting/],
  ['a value of the wrong form', '{\n\n  "WarmConnections": "4" }', 3, /WarmConnections: /],
  ['a setting that stands there twice', '{"MayQuit": false,\n "Theme": "dark",\n "MayQuit": true}', 3, /twice/],
  ['text that is no JSON', '{\n  "MayQuit": false,\n}', 3, /not JSON/],
  ['a file that ends too early', '{\n  "MayQuit": false', 2, /not JSON/],
  ['a list instead of an object', '["MayQuit"]', 1, /one JSON object/],
] as const)
  test(`${what} is told with file and line, and what the other files say is told beside it`, async () => {
    await using policy = await policyFolder({ '10-good.json': '{"Notices": false}', '50-bad.json': text });
    const reading = await policy.read();
    assert.equal(reading.kind, 'invalid');
    assert.equal(reading.kind === 'invalid' && reading.readable.Notices, false);
    const [trouble] = reading.kind === 'invalid' ? reading.troubles : [];
    assert.equal(trouble?.where, `${path.join(policy.folder, '50-bad.json')}, line ${line}`);
    assert.match(trouble?.why ?? '', why);
  });

test('what is quoted of a broken file is never the secret in it', async () => {
  await using policy = await policyFolder({ '10.json': '{"Invitation": stile1.c2VjcmV0.AAAA}' });
  const reading = await policy.read();
  assert.equal(reading.kind, 'invalid');
  assert.doesNotMatch(JSON.stringify(reading), /c2VjcmV0/);
});

const notTrusted: readonly (readonly [
  string,
  (policy: Awaited<ReturnType<typeof policyFolder>>) => Promise<void>,
  RegExp,
])[] = [
  ['a file that its group may write to', ({ write }) => write('50.json', '{}', 0o664), /others than its owner/],
  ['a file that everybody may write to', ({ write }) => write('50.json', '{}', 0o666), /others than its owner/],
  [
    'a file larger than 64 KiB',
    ({ write }) => write('50.json', `{"a": "${'x'.repeat(65_536)}"}`),
    /larger than 64 KiB/,
  ],
  [
    'a symbolic link to a good file',
    async ({ above, folder }) => {
      await writeFile(path.join(above, 'good.json'), '{}');
      await symlink(path.join(above, 'good.json'), path.join(folder, '50.json'));
    },
    /symbolic link/,
  ],
  ['a folder that is called like a file', ({ folder }) => mkdir(path.join(folder, '50.json')), /no regular file/],
  ['a folder that everybody may write to', ({ folder }) => chmod(folder, 0o777), /others than its owner/],
  [
    'a file instead of the folder',
    async ({ folder }) => {
      await rm(folder, { recursive: true });
      await writeFile(folder, '{}');
    },
    /no folder/,
  ],
  [
    'a secret in a file that everybody may read',
    ({ write }) => write('50.json', '{\n"Invitation": "stile1.AAAA.AAAA"}', 0o644),
    /readable by root alone/,
  ],
];
for (const [what, spoil, why] of notTrusted)
  test(`${what} is not taken`, async () => {
    await using policy = await policyFolder();
    await spoil(policy);
    const reading = await policy.read();
    assert.equal(reading.kind, 'invalid', JSON.stringify(reading));
    if (reading.kind !== 'invalid') return;
    assert.match(reading.troubles[0]?.why ?? '', why);
    assert.deepEqual(reading.readable, {});
  });

test('a file of another user is not taken, whatever it says', async () => {
  await using policy = await policyFolder({ '50.json': '{"MayQuit": true}' });
  const reading = await managedConfigurationOfLinux({ folder: policy.folder, owner: owner + 1 }).read();
  assert.match(JSON.stringify(reading), new RegExp(`belongs to user ${owner} instead of ${owner + 1}`));
});

test('a secret in a file for root alone is taken', async () => {
  await using policy = await policyFolder({ '50.json': '{"Invitation": "stile1.AAAA.AAAA"}' });
  const reading = await policy.read();
  assert.equal(reading.kind === 'values' && reading.values.Invitation, 'stile1.AAAA.AAAA');
});

test('a file that is replaced, one that goes, and a folder that comes later are noticed', async () => {
  await using policy = await policyFolder({ '10.json': '{}' });
  const aside = path.join(policy.above, 'aside');
  let told = Promise.withResolvers<void>();
  const untilTold = async (change: () => Promise<unknown>) => {
    told = Promise.withResolvers();
    await change();
    await told.promise;
  };
  const managed = managedConfigurationOfLinux({ folder: policy.folder, owner, lookEveryMs: 100 });
  await using _watching = managed.watch(() => told.resolve());
  await untilTold(async () => {
    await link(path.join(policy.folder, '10.json'), aside);
    await rename(aside, path.join(policy.folder, '20.json'));
  });
  await untilTold(() => rm(path.join(policy.folder, '20.json')));
  await untilTold(() => rm(policy.folder, { recursive: true }));
  await untilTold(() => mkdir(policy.folder));
});
