import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../../../daemon/config.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { installLayouts } from '../../../shared/install/layout.ts';

async function file(text: string) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-config-'));
  const place = path.join(directory, 'agent.json');
  await writeFile(place, text);
  return { place, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) };
}

test('the command line outweighs the environment, which outweighs the file, which outweighs the defaults', async () => {
  await using json = await file('{"dataDirectory": "/file", "hostsFile": "/file", "socket": "/file"}');
  const environment = { STILE_AGENT_DATA: '/environment', STILE_AGENT_HOSTS: '/environment', STILE_AGENT_SOCKET: '' };
  const read = await readConfig(json.place, { dataDirectory: '/command-line' }, 'linux', environment);
  assert.deepEqual(
    [read.dataDirectory, read.hostsFile, read.socket, read.loopbackRange],
    ['/command-line', '/environment', '/file', '127.235.0.0/16'],
  );
});

for (const [what, text] of [
  ['a key that nobody knows', '{"hostFile": "/etc/hosts"}'],
  ['a range outside loopback', '{"loopbackRange": "10.0.0.0/8"}'],
  ['a public suffix as a domain', '{"addedDomains": ["com"]}'],
  ['something else than an object', '[]'],
] as const)
  test(`${what} is an error that names the file`, async () => {
    await using json = await file(text);
    await assert.rejects(
      readConfig(json.place, {}, 'linux', {}),
      (error) => hasCode(error, 'config-invalid') && error.message.includes(json.place),
    );
  });

test('a file that is not there is an error, not the defaults', async () => {
  await assert.rejects(readConfig('/nonexistent/agent.json', {}, 'linux', {}), (error) =>
    hasCode(error, 'config-unreadable'),
  );
});

test('domains are taken in any case, as people type them', async () => {
  assert.deepEqual((await readConfig(undefined, { addedDomains: ['Corp.TEST'] }, 'linux', {})).addedDomains, [
    'corp.test',
  ]);
});

for (const platform of ['linux', 'darwin', 'win32'] as const)
  test(`without another word, the data lies where the installation for ${platform} has it`, async () => {
    assert.equal((await readConfig(undefined, {}, platform, {})).dataDirectory, installLayouts[platform].data);
  });
