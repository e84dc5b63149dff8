// The machine's own programs: found where the system has them, and named with the way to get them where it has not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTool, missingOf, type ToolWorld } from '../../../../../build/demo/stage/tools.ts';

function machine(platform: NodeJS.Platform, ...files: readonly string[]): ToolWorld {
  return { platform, exists: (file) => files.includes(file) };
}

test('a program is taken from the first place that has it', () => {
  assert.equal(findTool('curl', machine('linux', '/usr/bin/curl', '/usr/local/bin/curl')), '/usr/bin/curl');
  assert.equal(findTool('curl', machine('linux', '/usr/local/bin/curl')), '/usr/local/bin/curl');
  assert.equal(findTool('curl', machine('linux')), null);
});

test('on Windows no place of another system is looked at', () => {
  assert.equal(findTool('curl', machine('win32', '/usr/bin/curl')), null);
  const inWindows = 'C:\\Windows\\System32\\curl.exe';
  assert.equal(findTool('curl', machine('win32', inWindows)), inWindows);
});

test('what is missing comes with the command that brings it', () => {
  assert.deepEqual(missingOf(['curl'], machine('linux')), {
    missing: ['curl'],
    howToGet: 'As root, on Debian or Ubuntu: apt-get install --no-install-recommends curl',
  });
  const keygen = missingOf(['ssh', 'ssh-keygen'], machine('linux'));
  assert.match(keygen?.howToGet ?? '', / openssh-client$/);
  assert.match(missingOf(['ssh-keygen'], machine('linux'))?.howToGet ?? '', / openssh-client$/);
  assert.match(missingOf(['sshd'], machine('win32'))?.howToGet ?? '', /Debian/);
});

test('where everything is there nothing is missing', () => {
  assert.equal(missingOf(['curl', 'ssh'], machine('linux', '/usr/bin/curl', '/usr/bin/ssh')), null);
});
