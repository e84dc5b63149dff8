// What gets through to a program, on every system: fixed programs, our own options, and of the destination a place that is one.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { StartOutcome } from '../../../../native/exec.ts';
import { browserUrl } from '../../../../native/launch/browser-url.ts';
import { waysOfDarwin } from '../../../../native/launch/darwin.ts';
import type { LaunchOutcome } from '../../../../native/launch/launch.ts';
import { waysOfLinux } from '../../../../native/launch/linux.ts';
import { rdpFile } from '../../../../native/launch/rdp-file.ts';
import { type SafePlace, safePlace } from '../../../../native/launch/safe-place.ts';
import { launcherOf, type Way, type Ways } from '../../../../native/launch/ways.ts';
import { waysOfWindows } from '../../../../native/launch/win32.ts';
import type { LocalPlace } from '../../../../shared/shell/opener-of.ts';

const systems = { linux: waysOfLinux, darwin: waysOfDarwin, win32: waysOfWindows };

function safe(host: string, port = 22): SafePlace {
  const place = safePlace({ host, port });
  if ('refused' in place) throw new Error(`not a place: ${host}:${port}`);
  return place;
}

const ssh = '/usr/bin/ssh -p 22 -- files.corp.test';
const lines: readonly (readonly [system: keyof typeof systems, line: string])[] = [
  ['linux', `/usr/bin/x-terminal-emulator -e ${ssh}`],
  ['linux', `/usr/bin/gnome-terminal -- ${ssh}`],
  ['linux', `/usr/bin/konsole --hold -e ${ssh}`],
  ['linux', `/usr/bin/xfce4-terminal --hold -x ${ssh}`],
  ['linux', `/usr/bin/xterm -hold -e ${ssh}`],
  ['darwin', '/usr/bin/open ssh://files.corp.test:22'],
  ['win32', 'C:\\Windows\\System32\\conhost.exe C:\\Windows\\System32\\OpenSSH\\ssh.exe -p 22 -- files.corp.test'],
  ['linux', '/usr/bin/remmina -c FILE'],
  ['linux', '/usr/bin/gnome-connections FILE'],
  ['linux', '/usr/bin/sdl-freerdp3 FILE'],
  ['darwin', '/usr/bin/open -a /Applications/Windows App.app FILE'],
  ['darwin', '/usr/bin/open -a /Applications/Microsoft Remote Desktop.app FILE'],
  ['win32', 'C:\\Windows\\System32\\mstsc.exe FILE'],
];

test('each system starts these programs with these arguments, and no other', () => {
  const line = <Given>(way: Way<Given>, given: Given) => [way.program, ...way.args(given)].join(' ');
  const all = Object.entries(systems).flatMap(([system, { ssh: byTerminal, rdp }]) => [
    ...byTerminal.map((way) => `${system}: ${line(way, safe('files.corp.test'))}`),
    ...rdp.map((way) => `${system}: ${line(way, 'FILE')}`),
  ]);
  assert.deepEqual(all.sort(), lines.map(([system, text]) => `${system}: ${text}`).sort());
});

const hostile: readonly (readonly [what: string, place: LocalPlace])[] = [
  ['an option of ssh', { host: '-oProxyCommand=touch /tmp/x', port: 22 }],
  ['an option that is a name', { host: '-oProxyCommand', port: 22 }],
  ['a user before the host', { host: 'root@files.corp.test', port: 22 }],
  ['a quote', { host: 'files"corp.test', port: 22 }],
  ['a command', { host: 'files.corp.test;id', port: 22 }],
  ['a substitution', { host: '$(id).corp.test', port: 22 }],
  ['a second line for an .rdp file', { host: 'files.corp.test\r\nalternate shell:s:cmd.exe', port: 3389 }],
  ['a token of ssh', { host: '%h.corp.test', port: 22 }],
  ['an address with a zone', { host: 'fe80::1%eth0', port: 22 }],
  ['letters that look like others', { host: 'fіles.corp.test', port: 22 }],
  ['an override of direction', { host: '\u202Efiles.corp.test', port: 22 }],
  ['a path', { host: '../files', port: 22 }],
  ['a share', { host: '\\\\files.corp.test\\x', port: 22 }],
  ['a URL', { host: 'javascript:alert(1)', port: 80 }],
  ['no host', { host: '', port: 22 }],
  ['a space', { host: 'files corp.test', port: 22 }],
  ['a NUL', { host: 'files\0.corp.test', port: 22 }],
  ['a name that is too long', { host: `${'a'.repeat(63)}.`.repeat(5), port: 22 }],
  ['port 0', { host: 'files.corp.test', port: 0 }],
  ['a port that is none', { host: 'files.corp.test', port: 65_536 }],
  ['half a port', { host: 'files.corp.test', port: 22.5 }],
  ['no port', { host: 'files.corp.test', port: Number.NaN }],
];

describe('nothing is started for', () => {
  for (const [what, place] of hostile)
    test(what, async () => {
      const started: unknown[] = [];
      await using launcher = launcherOf(here, async (...call) => {
        started.push(call);
        return { kind: 'started' };
      });
      assert.equal((await launcher.open('ssh', place)).kind, 'refused');
      assert.equal((await launcher.open('rdp', place)).kind, 'refused');
      assert.equal(browserUrl(place, 'http'), null);
      assert.deepEqual(started, []);
    });
});

/** A program that is on every machine stands for those that are not. */
const here: Ways = {
  ssh: [
    { program: '/nowhere/terminal', args: () => [] },
    { program: process.execPath, needs: ['/nowhere/ssh'], args: () => [] },
    { program: process.execPath, args: ({ host, port }) => ['--', host, `${port}`] },
  ],
  rdp: [{ program: process.execPath, args: (file) => [file] }],
};

test('whatever the host, no argument is an option but ours', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.string().map((text) => `-${text}`),
  );
  fc.assert(
    fc.property(wild, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
      const place = safePlace({ host, port });
      if ('refused' in place) return;
      for (const { ssh: ways } of Object.values(systems)) {
        for (const way of ways) {
          const args = way.args(place);
          const own = way.args(safe('own.test', 1));
          for (const [index, arg] of args.entries())
            assert.ok(arg === own[index] || /^(?:[a-z0-9:]|ssh:\/\/)/.test(arg), arg);
          assert.equal(args.length, own.length);
        }
      }
      assert.equal(
        rdpFile(place).toString('utf16le').split('\r\n').length,
        rdpFile(safe('own.test')).toString('utf16le').split('\r\n').length,
      );
      const url = browserUrl(place, 'web');
      assert.match(url ?? '', /^https:\/\/[a-z0-9.:[\]-]+\/$/);
    }),
    { numRuns: 150 },
  );
});

const urls: readonly (readonly [place: LocalPlace, kind: 'tcp' | 'http' | 'web', url: string])[] = [
  [{ host: 'crm.corp.test', port: 9443 }, 'web', 'https://crm.corp.test:9443/'],
  [{ host: 'crm.corp.test', port: 8080 }, 'http', 'http://crm.corp.test:8080/'],
  [{ host: 'crm.corp.test', port: 443 }, 'tcp', 'https://crm.corp.test/'],
  [{ host: '127.235.0.1', port: 80 }, 'tcp', 'http://127.235.0.1/'],
  [{ host: '::1', port: 8443 }, 'http', 'https://[::1]:8443/'],
];
for (const [place, kind, url] of urls) test(`a browser gets ${url}`, () => assert.equal(browserUrl(place, kind), url));

test('an .rdp file is UTF-16 with its mark, gives nothing of this machine away and starts no program', () => {
  const bytes = rdpFile(safe('desk.corp.test', 3389));
  assert.deepEqual([...bytes.subarray(0, 2)], [0xff, 0xfe]);
  const keys = bytes.subarray(2).toString('utf16le').split('\r\n');
  assert.equal(keys[0], 'full address:s:desk.corp.test:3389');
  assert.equal(keys.at(-1), '');
  for (const key of ['redirectdrives:i:0', 'drivestoredirect:s:', 'authentication level:i:2', 'alternate shell:s:'])
    assert.ok(keys.includes(key), key);
});

describe('a launcher', () => {
  const recorded = (answer: StartOutcome) => {
    const calls: (readonly string[])[] = [];
    const launcher = launcherOf(here, async (program, args) => {
      calls.push([program, ...args]);
      return answer;
    });
    return { calls, launcher };
  };

  test('takes the first program that is here with all it needs', async () => {
    const { calls, launcher } = recorded({ kind: 'started' });
    assert.deepEqual(await launcher.open('ssh', { host: 'Files.Corp.Test', port: 22 }), { kind: 'started' });
    assert.deepEqual(calls, [[process.execPath, '--', 'files.corp.test', '22']]);
    await launcher[Symbol.asyncDispose]();
  });

  test('writes what Remote Desktop reads where only this user can, and takes it away at the end', async () => {
    const { calls, launcher } = recorded({ kind: 'started' });
    await launcher.open('rdp', { host: 'desk.corp.test', port: 3389 });
    const file = calls[0]?.[1] ?? '';
    assert.deepEqual(await readFile(file), rdpFile(safe('desk.corp.test', 3389)));
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(path.dirname(file)), [path.basename(file)]);
    await launcher[Symbol.asyncDispose]();
    await assert.rejects(stat(path.dirname(file)), { code: 'ENOENT' });
  });

  const answers: readonly (readonly [answer: StartOutcome, outcome: LaunchOutcome])[] = [
    [{ kind: 'missing' }, { kind: 'no-program' }],
    [
      { kind: 'failed', code: 'EACCES' },
      { kind: 'failed', code: 'EACCES' },
    ],
  ];
  for (const [answer, outcome] of answers)
    test(`whose program is ${answer.kind} says ${outcome.kind}`, async () => {
      const { launcher } = recorded(answer);
      assert.deepEqual(await launcher.open('ssh', { host: 'files.corp.test', port: 22 }), outcome);
      await launcher[Symbol.asyncDispose]();
    });

  test('offers what is here', async () => {
    await using some = launcherOf(here);
    assert.deepEqual(await some.openers(), ['browser', 'ssh', 'rdp']);
    await using none = launcherOf({ ssh: here.ssh.slice(0, 2), rdp: [] });
    assert.deepEqual(await none.openers(), ['browser']);
    assert.deepEqual(await none.open('rdp', { host: 'desk.corp.test', port: 3389 }), { kind: 'no-program' });
  });

  test('hands a real program its arguments as they are', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stile-launch-'));
    try {
      const program = path.join(folder, 'terminal');
      const told = path.join(folder, 'told');
      await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${told}.part && mv ${told}.part ${told}\n`);
      await chmod(program, 0o755);
      await using launcher = launcherOf({ ssh: [{ program, args: ({ host }) => ['--', host] }], rdp: [] });
      assert.deepEqual(await launcher.open('ssh', { host: 'files.corp.test', port: 22 }), { kind: 'started' });
      assert.equal(await whenThere(told), '--\nfiles.corp.test\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

async function whenThere(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
