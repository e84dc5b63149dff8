// The scripts of packages: shell that parses, and the promises that they keep, each tried in a world of its own folders.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { debScripts } from '../../../../../build/package/linux/scripts/deb-scripts.ts';
import { refuseDowngrade } from '../../../../../build/package/linux/scripts/pieces.ts';
import { rpmScripts } from '../../../../../build/package/linux/scripts/rpm-scripts.ts';
import { installScript, uninstallScript } from '../../../../../build/package/linux/scripts/tar-scripts.ts';
import { services } from '../../../../../build/package/linux/service.ts';

const shell = (args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}) =>
  spawnSync('/bin/sh', [...args], { input, encoding: 'utf8', env: { PATH: '/usr/bin:/bin', ...env } });

describe('scripts', () => {
  const all = Object.values(services).flatMap((service) => [
    ...Object.entries(debScripts(service, '1.2.3')).map(
      ([name, text]) => [`${service.name} deb ${name}`, text] as const,
    ),
    ...Object.entries(rpmScripts(service, '1.2.3')).map(
      ([name, text]) => [`${service.name} rpm ${name}`, text] as const,
    ),
  ]);
  const texts = [
    ...all.filter(([name]) => !name.endsWith('templates')),
    ['install.sh', installScript(services.agent, '1.2.3')] as const,
    ['uninstall.sh', uninstallScript(services.agent)] as const,
  ];
  for (const [name, text] of texts)
    test(`${name} is shell`, () => {
      const { status, stderr } = shell(['-n'], text);
      assert.equal(status, 0, stderr);
    });
});

describe('a downgrade', () => {
  const rows: ReadonlyArray<readonly [installed: string | null, allowed: boolean, status: number]> = [
    [null, false, 0],
    ['1.2.2', false, 0],
    ['1.2.3', false, 0],
    ['1.2.4', false, 1],
    ['1.10.0', false, 1],
    ['1.10.0', true, 0],
  ];
  for (const [installed, allowed, status] of rows)
    test(`to 1.2.3 from ${installed ?? 'nothing'}${allowed ? ', allowed' : ''} ends with ${status}`, () => {
      const programs = mkdtempSync(path.join(tmpdir(), 'stile-downgrade-'));
      try {
        const record = JSON.stringify({ version: installed, commit: null }, null, 2);
        if (installed !== null) writeFileSync(path.join(programs, 'release.json'), `${record}\n`);
        const text = `set -e\n${refuseDowngrade({ ...services.agent, programs }, '1.2.3')}\n`;
        const env = allowed ? { STILE_ALLOW_DOWNGRADE: 'yes' } : {};
        const ended = shell([], text, env);
        assert.equal(ended.status, status, ended.stderr);
        if (status === 1) assert.match(ended.stderr, new RegExp(`${installed} is installed, which is newer`));
      } finally {
        rmSync(programs, { recursive: true });
      }
    });
});

describe('the deb of the agent', () => {
  const { preinst = '', postinst = '', prerm = '', postrm = '' } = debScripts(services.agent, '1.2.3');

  const downgrades: ReadonlyArray<readonly [before: string, allowed: boolean, status: number]> = [
    ['1.2.2', false, 0],
    ['1.2.3', false, 0],
    ['1.10.0', false, 1],
    ['1.10.0', true, 0],
  ];
  for (const [before, allowed, status] of downgrades)
    test(`after ${before}${allowed ? ', allowed' : ''} ends with ${status} before anything is unpacked`, () => {
      const env = allowed ? { STILE_ALLOW_DOWNGRADE: 'yes' } : {};
      assert.equal(shell(['-s', 'upgrade', before, '1.2.3'], preinst, env).status, status);
    });

  test('starts nothing and asks nobody where systemd does not run', () => {
    for (const text of [postinst, prerm, postrm])
      for (const line of text.split('\n').filter((each) => /deb-systemd-invoke|systemctl/.test(each)))
        assert.match(line, /^ {6,}/, 'inside the condition that systemd runs');
  });

  test('leaves the programs of users alone in an upgrade', () => {
    // With nothing there to run, any attempt would fail.
    assert.equal(shell(['-s', 'upgrade', '1.2.4'], prerm).status, 0);
    assert.equal(shell(['-s', 'upgrade', '1.2.4'], postrm).status, 0);
  });
});
