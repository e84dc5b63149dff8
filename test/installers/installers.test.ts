// Both installers for Windows, under Wine: install, serve, recover, upgrade, refuse and remove; and what others planted is not run.

import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { InstallerTrial } from '../../build/package/windows/try/try-installer.ts';
import { tryWindowsInstallers, type WindowsTrial } from '../../build/package/windows/try/try-windows-installers.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What each is to show; a row is a promise of docs/packaging-windows.md. */
const promises: readonly [string, (trial: InstallerTrial) => unknown, unknown][] = [
  ['installs without a question', (trial) => trial.installed, true],
  ['starts the service with our Node, from our folder, and it answers', (trial) => trial.serviceRan, true],
  ['moves the invitation behind rights of SYSTEM', (trial) => trial.invitationLaid, true],
  ['writes the invitation into no log', (trial) => trial.invitationLeaked, []],
  ['gives the agent nothing of the environment of others', (trial) => trial.environment, cleanEnvironment()],
  ['starts an agent again that crashed', (trial) => trial.restartedAfterCrash, true],
  ['starts an agent again that gives no sign of life', (trial) => trial.restartedAfterSilence, true],
  ['lets the agent end by itself, and cleans up after it', (trial) => trial.stoppedCleanly, true],
  ['upgrades in place, and keeps the data (MSI: where Windows tells it)', (trial) => trial.upgradeTroubles, []],
  ['refuses an older version', (trial) => trial.downgradeRefused, true],
  ['removes without a question', (trial) => trial.uninstalled, true],
  ['leaves no file and no entry of the registry', (trial) => trial.left, []],
];

describe('the installers for Windows, under Wine', () => {
  let seen: WindowsTrial;

  before(async () => {
    seen = await tryWindowsInstallers(root, () => undefined);
  });

  for (const kind of ['nsis', 'msi'] as const)
    for (const [name, fact, expected] of promises)
      test(`${kind}: ${name}`, () => assert.deepEqual(fact(seen[kind]), expected));

  test('are signed, and the signatures hold', () => assert.deepEqual(seen.signatures, []));

  test('take neither a library nor a program that lies beside them, where they are started, or on PATH', () => {
    assert.deepEqual(seen.planted, { isDangerous: true, wasTaken: false });
  });
});

function cleanEnvironment(): readonly string[] {
  return ['PATH', 'ProgramData', 'STILE_SUPERVISOR', 'SystemDrive', 'SystemRoot', 'TEMP', 'TMP', 'windir'];
}
