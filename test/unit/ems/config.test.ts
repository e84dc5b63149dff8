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

test('the database is an embedded file, or a PostgreSQL that is told apart by its kind', () => {
  const databaseOf = (database: unknown) => parseConfig('ems.json', JSON.stringify({ database })).database;
  assert.deepEqual(parseConfig('ems.json', '{}').database, { kind: 'sqlite' });
  assert.deepEqual(databaseOf({ kind: 'postgres', host: 'db.corp.test' }), {
    kind: 'postgres',
    host: 'db.corp.test',
    port: 5432,
    name: 'stile',
    user: 'stile',
    connections: 10,
    lockTimeoutMs: 10_000,
  });
  assert.equal(lineOf('{\n  "database": {\n    "kind": "mysql"\n  }\n}'), 3);
  assert.equal(lineOf('{\n  "database": {\n    "kind": "sqlite",\n    "host": "db"\n  }\n}'), 4);
});

test('a password in the settings is refused, and not repeated', () => {
  const text = '{\n  "database": {\n    "kind": "postgres",\n    "password": "hunter2"\n  }\n}';
  assert.equal(lineOf(text), 4);
  assert.throws(
    () => parseConfig('ems.json', text),
    (error) =>
      hasCode(error, 'config-invalid') && !`${error.message}${error.next}${String(error.cause)}`.includes('hunter2'),
  );
});
