// Debian's Firefox opens a protected web application, where the organisation chose that it offers certificates unasked.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { onStage } from '../../bench/stage.ts';
import { enrolledDevice } from '../../build/demo/stories/path/enrolled-device.ts';
import { publishWeb } from '../../build/demo/stories/web/organisation.ts';
import { type Firefox, openFirefox } from './firefox.ts';

const signal = AbortSignal.timeout(120_000);

test('Firefox shows the application, loses it with the certificate, and shows it again with the next', async () => {
  const left: string[] = [];
  const choices = { signal, say: (line: string) => left.push(line), agentSettings: { firefoxCertificates: 'always' } };
  await onStage(choices, async ({ stage, tell, outcome }) => {
    const world = { stage, tell, outcome, sinceStart: () => performance.now() };
    await using agent = await enrolledDevice(world);
    await publishWeb(world, agent);
    const home = path.join(stage.places.workspace, 'home');
    await profileIn(home);
    await stage.programs.startSession(home);
    const serialOf = (not: string | null) =>
      agent.until('a certificate in the profile of Firefox', ({ userCertificates: [own] }) =>
        own?.state === 'installed' &&
        own.serial !== not &&
        own.store?.browsers.some(({ name, installed }) => name.includes('.mozilla') && installed.length > 0)
          ? own.serial
          : null,
      );
    const serial = await serialOf(null);
    await using firefox = await openFirefox(home);
    const url = `https://crm.corp.test:${stage.places.ports.proxy}/`;
    assert.equal(await textAt(firefox, url, '#subject'), outcome.uid);
    const ems = await stage.ems();
    await ems.call('revokeCertificate', { serial: serial ?? '', reason: 'a test' });
    // The gateway hears of it some milliseconds after the administrator is told that it is done.
    while ((await textAt(firefox, url, 'header b')) !== '063') signal.throwIfAborted();
    await serialOf(serial);
    // The connection on which the old one was shown is still there for a moment.
    while ((await textAt(firefox, url, '#subject')) !== outcome.uid) await sleep(100, undefined, { signal });
  });
  assert.deepEqual(left, []);
});

/** A profile as Firefox makes it at its first start. */
async function profileIn(home: string): Promise<void> {
  const mozilla = path.join(home, '.mozilla', 'firefox');
  await mkdir(path.join(mozilla, 'stile.default'), { recursive: true, mode: 0o700 });
  await writeFile(
    path.join(mozilla, 'profiles.ini'),
    '[Profile0]\nName=default\nIsRelative=1\nPath=stile.default\nDefault=1\n',
  );
}

/** Empty if the page has no such place, or if none came: a load on a connection that is being cut is aborted. */
async function textAt(firefox: Firefox, url: string, place: string): Promise<string> {
  const hasCome = await firefox.open(url).then(
    () => true,
    () => false,
  );
  if (!hasCome) return '';
  return await firefox.read(`document.querySelector('${place}')?.textContent ?? ''`);
}
