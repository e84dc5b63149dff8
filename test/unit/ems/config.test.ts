import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../../ems/config.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';

function lineOf(text: string): unknown {
  try {
    parseConfig('ems.json', text);
  } catch (error) {
    assert.ok(hasCode(error, 'config-invalid'));
    return error.params.line;
  }
  return 'accepted';
}

test('without a file the defaults of the protocol apply', () => {
  const config = parseConfig('command line', '{}');
  assert.deepEqual([config.agent.port, config.gateway.port, config.public.port], [8013, 8014, 8015]);
  const { keepaliveMs, offlineAfterMs, tagsAfterMs, beatIntervalMs } = config;
  assert.deepEqual([keepaliveMs, offlineAfterMs, tagsAfterMs, beatIntervalMs], [60_000, 180_000, 180_000, 10_000]);
});

test('the command line wins over the file', () => {
  assert.equal(parseConfig('ems.json', '{"dataDirectory": "/a"}', { dataDirectory: '/b' }).dataDirectory, '/b');
});

test('an unknown key and a wrong value are refused with their line', () => {
  assert.equal(lineOf('{\n  "keepaliveMs": 1000,\n  "keepalive": 1\n}'), 3);
  assert.equal(lineOf('{\n  "agent": {\n    "host": "::",\n    "port": 99999\n  }\n}'), 4);
  assert.equal(lineOf('{\n  "keepaliveMs": 1000\n}'), 'accepted');
});

test('what is no JSON object is refused', () => {
  assert.equal(lineOf('[]'), 1);
  assert.equal(lineOf('{\n  "keepaliveMs": 1000\n  "tagsAfterMs": 1000\n}'), 3);
});
