// OpenSSH behind the gateway, reached by its name through the agent with ssh, scp and sftp.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { knownBytes } from '../../../build/demo/stage/services/known-bytes.ts';
import { prepareSshd, sshClientFile } from '../../../build/demo/stage/services/sshd.ts';
import { serve } from './servers/serve.ts';
import { addresses, at } from './stage/network.ts';
import { asked } from './stage/organisation.ts';
import { inOwnMachine } from './stage/own-machine.ts';
import type { Running } from './stage/run.ts';
import { openStage, type Stage } from './stage/stage.ts';
import { loseTag, regainTag } from './stage/tag.ts';

await inOwnMachine();

const port = 22;
const host = 'files.corp.test';
const controlC = '\u0003';
const payloadBytes = 16 * 1024 * 1024;

let stage: Stage;
/** A terminal at the server, where nobody types anything meanwhile. */
let terminal: Running;
const opened = new AsyncDisposableStack();
const inStage = (name: string) => path.join(stage.directory, name);
const program = (name: string, ...args: readonly string[]) => [
  `/usr/bin/${name}`,
  '-F',
  sshClientFile(inStage('ssh')),
  ...args,
];

before(async () => {
  stage = opened.use(await openStage({ services: [{ name: 'files', port }] }));
  const argv = await prepareSshd(inStage('ssh'), addresses.services.ipv4, port);
  opened.use(await serve(at('services', argv), port));
  writeFileSync(inStage('payload'), Buffer.concat([...knownBytes(payloadBytes)]));
  terminal = opened.use(stage.device.start(program('ssh', '-tt', host, 'exec /bin/sh'), { limitMs: 120_000 }));
  terminal.type('echo "ready $((40 + 2))"\n');
  await terminal.says('ready 42');
});
after(() => opened.disposeAsync());

test('a command runs there, its output and its status come back', async () => {
  const command = 'echo "$SSH_CONNECTION"; cat; exit 7';
  const { code, out } = await stage.device.run(program('ssh', host, command), { input: 'from here\n' });
  assert.equal(code, 7);
  const { edgeToServices, services } = addresses;
  assert.match(out, new RegExp(`^${edgeToServices.ipv4} [0-9]+ ${services.ipv4} ${port}\nfrom here\n$`));
});

const copies: Readonly<Record<string, () => Promise<void>>> = {
  'scp carries a file there': () => ends(program('scp', '-q', inStage('payload'), `${host}:${inStage('there')}`)),
  'scp carries a file back': () => ends(program('scp', '-q', `${host}:${inStage('payload')}`, inStage('back'))),
  'scp carries it in the old way': () =>
    ends(program('scp', '-q', '-O', `${host}:${inStage('payload')}`, inStage('old'))),
  'sftp carries files both ways': () =>
    ends(
      program('sftp', '-q', '-b', '-', host),
      `put ${inStage('payload')} ${inStage('put')}\nget ${inStage('put')} ${inStage('got')}\n`,
    ),
};
const results = { there: 0, back: 1, old: 2, got: 3 } as const;

for (const [at, what] of Object.keys(copies).entries())
  test(`${what} as it is`, async () => {
    await copies[what]?.();
    for (const [name, of] of Object.entries(results)) if (of === at) assert.equal(hashOf(name), hashOf('payload'));
  });

test('eight sessions at once all get what is theirs', async () => {
  const said = await Promise.all(
    Array.from({ length: 8 }, (_each, at) => stage.device.run(program('ssh', host, `sleep 0.2; echo ${at}`))),
  );
  assert.deepEqual(
    said.map(({ out }) => out),
    Array.from({ length: 8 }, (_each, at) => `${at}\n`),
  );
});

test('a terminal that nobody used for all this time answers, and Ctrl-C reaches the program there', async () => {
  terminal.type('echo "sleeping $((1 + 1))"; sleep 100\n');
  await terminal.says('sleeping 2');
  terminal.type(controlC);
  terminal.type('echo "here $((50 + 5))"\n');
  await terminal.says('here 55');
});

test('when the tag is lost, a terminal and a copy break, and neither looks well ended', async () => {
  await using copy = stage.device.start(program('scp', '-l', '8000', inStage('payload'), `${host}:${inStage('half')}`));
  await asked(async () => sizeOf('half') > 0);
  await loseTag(stage);
  for (const client of [terminal, copy]) {
    const { code, err, all } = await client.ended;
    assert.notEqual(code, 0, all);
    assert.match(err, /Connection (reset|closed)|Broken pipe|lost connection/, all);
  }
  assert.ok(sizeOf('half') < payloadBytes);
  assert.equal((await stage.device.run(program('ssh', host, 'true'))).code, 255);

  await regainTag(stage);
  assert.equal((await stage.device.run(program('ssh', host, 'echo again'))).out, 'again\n');
});

async function ends(argv: readonly string[], input = ''): Promise<void> {
  const { code, all } = await stage.device.run(argv, { input });
  assert.equal(code, 0, all);
}

function hashOf(name: string): string {
  return createHash('sha256')
    .update(readFileSync(inStage(name)))
    .digest('hex');
}

function sizeOf(name: string): number {
  try {
    return readFileSync(inStage(name)).length;
  } catch {
    return 0;
  }
}
