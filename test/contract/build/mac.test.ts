// What macOS is told by the package: lists that a parser reads, scripts that a shell reads, and a removal that forgets nothing.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import plist from 'plist';
import { z } from 'zod';
import type { Entry } from '../../../build/package/contents/entry.ts';
import { macContents } from '../../../build/package/mac/contents.ts';
import { footprints } from '../../../shared/install/footprint.ts';
import { installLayouts } from '../../../shared/install/layout.ts';

const all = macContents('1.2.3', [], []);

function textOf(place: string): string {
  const found = all.find((entry) => entry.path === place);
  assert.ok(found?.kind === 'file' && found.content.kind === 'text', place);
  return found.content.text;
}

const lists = all.map(({ path }) => path).filter((path) => path.endsWith('.plist'));
const scripts = all.filter((entry) => entry.kind === 'file' && entry.mode === 0o755).map(({ path }) => path);

const values = z.record(z.string(), z.unknown());
const daemon = values.parse(plist.parse(textOf('/agent/Library/LaunchDaemons/io.stile.agent.plist')));
const shell = values.parse(plist.parse(textOf('/desktop/Library/LaunchAgents/io.stile.shell.plist')));

describe('what launchd is told', () => {
  test('the daemon runs from the start of the system on, and comes back, but not in a loop', () => {
    const { RunAtLoad, KeepAlive, ThrottleInterval } = daemon;
    assert.deepEqual(
      { RunAtLoad, KeepAlive, ThrottleInterval },
      { RunAtLoad: true, KeepAlive: true, ThrottleInterval: 10 },
    );
  });

  test('programs are named by whole paths, where the layout has them', () => {
    const { programs, configFile, data, desktop } = installLayouts.darwin;
    assert.deepEqual(daemon.ProgramArguments, [
      `${programs}/bin/node`,
      `${programs}/stile-agent.mjs`,
      '--config',
      configFile,
      '--data',
      data,
    ]);
    assert.deepEqual(shell.ProgramArguments, [`${desktop}/Contents/MacOS/Stile`, '--hidden']);
  });

  test('the app starts in sessions with windows, and whoever quits it has quit it', () => {
    assert.equal(shell.LimitLoadToSessionType, 'Aqua');
    assert.equal('KeepAlive' in shell, false);
  });

  test('nothing secret and no variable stands there, since everybody may read it', () => {
    for (const list of [daemon, shell]) {
      assert.equal('EnvironmentVariables' in list, false);
      assert.doesNotMatch(JSON.stringify(list), /stile1\.|invitation|token|password/i);
    }
  });

  for (const place of lists)
    test(`${place} is read by a parser of such lists`, () => assert.ok(plist.parse(textOf(place))));
});

describe('the scripts', () => {
  test('are all there', () => {
    for (const name of [
      '/scripts/agent/preinstall',
      '/scripts/agent/postinstall',
      '/scripts/desktop/postinstall',
      '/make-pkg.sh',
      '/agent/usr/local/bin/stile',
    ])
      assert.ok(scripts.includes(name), name);
  });

  for (const place of scripts) {
    test(`${place} is read by a shell`, () => {
      execFileSync('/bin/sh', ['-n'], { input: textOf(place) });
    });

    test(`${place} quotes what it was not written with`, () => {
      const code = textOf(place)
        .replace(/^\s*#.*$/gm, '')
        .replace(/'[^']*'/g, "''")
        .replace(/"(?:\$\([^)]*\)|[^"])*"/g, '""');
      assert.deepEqual(code.match(/\$[A-Za-z_@*{][^\s;]*/g) ?? [], []);
    });
  }

  for (const name of [
    '/scripts/agent/preinstall',
    '/scripts/agent/postinstall',
    '/agent/Library/Application Support/Stile/uninstall.sh',
  ])
    test(`${name} runs tools by their whole path, and stops at the first trouble`, () => {
      const text = textOf(name);
      assert.match(text, /^set -eu$/m);
      for (const tool of ['launchctl', 'chown', 'chmod', 'mkdir', 'rm', 'id', 'stat', 'pkgutil'])
        assert.doesNotMatch(text, new RegExp(`(?:^|[\\s(;|])${tool} `, 'm'), tool);
    });

  test('what is removed is the list of what is made', () => {
    const text = textOf('/agent/Library/Application Support/Stile/uninstall.sh');
    const removed = [...text.matchAll(/^\/bin\/rm -rf '(.*)'$/gm)].map(([, place]) => place);
    const made = footprints.darwin.filter(({ where, extent }) => where.startsWith('/') && extent === 'whole');
    assert.deepEqual(
      removed,
      made.map(({ where }) => where),
    );
    assert.match(text, /purge\.mjs' --config .* --with-data/);
  });

  test('what is laid out is on that list', () => {
    const laid = all
      .filter((entry: Entry) => /^\/(?:agent|desktop)\//.test(entry.path))
      .map(({ path }) => path.replace(/^\/(?:agent|desktop)/, ''));
    const known = footprints.darwin.map(({ where }) => where);
    assert.deepEqual(
      laid.filter((place) => !known.some((where) => place === where || place.startsWith(`${where}/`))),
      [],
    );
  });
});
