// The package manager as a unit of a real systemd's: begun out of the agent's own sandbox, alive when it stops the agent.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Machine, openMachine, seenInside } from '../../../../build/demo/machine/machine.ts';
import { services } from '../../../../build/package/linux/service.ts';
import { unitOf } from '../../../../build/package/linux/units.ts';
import { makeDeb } from '../../../doubles/tiny-deb.ts';

/** Installs what it is given as the agent would, and says what comes of it, if it lives to see that. */
const agent = `
  import { packageManagerOfLinux } from '${seenInside('native/package-manager/linux.ts')}';
  const manager = packageManagerOfLinux({ programs: '/usr/lib/stile', output: '/var/lib/stile/package-manager.log' });
  console.log(JSON.stringify(await manager.install(process.argv.slice(2))));
  let progress;
  do {
    await new Promise((resolve) => setTimeout(resolve, 20));
    progress = await manager.progress();
  } while (progress.kind === 'running');
  console.log(JSON.stringify(progress));
`;

let directory: string;
let machine: Machine;

before(async () => {
  // Not below /tmp, which each machine has for itself.
  directory = await mkdtemp('/var/lib/stile-test-unit-');
  await writeFile(path.join(directory, 'agent.mjs'), agent);
  for (const [version, scripts] of [
    ['0.1.0', {}],
    ['0.2.0', { postinst: 'if [ "$1" = configure ]; then systemctl stop stile-agent.service; echo stopped; fi' }],
    ['0.3.0', { preinst: 'echo this machine is too old >&2; exit 7' }],
  ] as const)
    await makeDeb(directory, { name: 'stile-agent', version, scripts });
  machine = await openMachine(`stile-test-${process.pid}-unit`);
});
after(async () => {
  await machine?.[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const deb = (version: string) => path.join(directory, `stile-agent_${version}_amd64.deb`);

async function installedVersion(): Promise<string> {
  return await machine.must([
    '/usr/bin/dpkg-query',
    '--show',
    `--showformat=\${Version} \${db:Status-Status}`,
    'stile-agent',
  ]);
}

/** With all that the unit of the agent takes away from it. @returns what it printed */
async function runAgent(...files: readonly string[]): Promise<string> {
  const limits = unitOf(services.agent)
    .split('\n')
    .filter((line) =>
      /^(?:Protect|Private|Restrict|Capability|System|NoNew|Device|Lock|Keyring|UMask|ReadWrite|State)/.test(line),
    );
  const outcome = await machine.run(
    [
      '/usr/bin/systemd-run',
      '--unit=stile-agent.service',
      '--quiet',
      '--wait',
      '--collect',
      '--pipe',
      ...limits.map((line) => `--property=${line}`),
      seenInside(process.execPath),
      path.join(directory, 'agent.mjs'),
      ...files,
    ],
    { timeoutMs: 60_000 },
  );
  assert.equal(outcome.kind, 'exited', JSON.stringify(outcome));
  return outcome.kind === 'exited' ? outcome.stdout : '';
}

test('a release that stops the agent is installed to its end', async () => {
  await machine.must(['/usr/bin/dpkg', '--install', deb('0.1.0')], { timeoutMs: 60_000 });
  assert.equal(await runAgent(deb('0.2.0')), '{"kind":"begun"}\n');
  while ((await installedVersion()) !== '0.2.0 installed') await pause(20);
  const log = await machine.must(['/bin/cat', '/var/lib/stile/package-manager.log']);
  assert.match(log, /stopped/);
});

test('a release that its package refuses leaves the agent alive, with the reason', async () => {
  const printed = await runAgent(deb('0.3.0'));
  assert.match(printed, /^\{"kind":"begun"\}\n\{"kind":"ended","code":1,"tail":"[^\n]*this machine is too old/);
  assert.equal(await installedVersion(), '0.2.0 installed');
});

test('what failed is no obstacle to what comes next', async () => {
  const printed = await runAgent(deb('0.1.0'));
  assert.match(printed, /^\{"kind":"begun"\}\n\{"kind":"ended","code":null,"tail":"[^\n]*will not downgrade/);
  assert.equal(await installedVersion(), '0.2.0 installed');
});
