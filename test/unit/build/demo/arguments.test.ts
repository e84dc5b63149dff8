// The demo's command line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from '../../../../build/demo/arguments.ts';

const stories = new Map([
  ['path', 'the way of a device'],
  ['other', 'another one'],
]);

test('without arguments the story path is told and stays up', () => {
  assert.deepEqual(readArguments([], stories), { kind: 'run', story: 'path', once: false, json: false });
});

test('story, once and json are taken', () => {
  const wanted = readArguments(['--story', 'other', '--once', '--json'], stories);
  assert.deepEqual(wanted, { kind: 'run', story: 'other', once: true, json: true });
});

test('help lists the stories', () => {
  const wanted = readArguments(['--help'], stories);
  assert.ok(wanted.kind === 'help' && wanted.text.includes('the way of a device'));
});

test('an unknown story or option is refused with the usage', () => {
  for (const args of [['--story', 'none'], ['--loud']]) {
    const wanted = readArguments(args, stories);
    assert.ok(wanted.kind === 'wrong' && wanted.text.includes('Usage:'));
  }
});
