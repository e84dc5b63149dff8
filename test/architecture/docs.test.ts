// Holds the documents against the tree they speak of.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { errorsPage } from '../../build/docs/errors-page.ts';
import { managedDocuments } from '../../build/docs/managed/documents.ts';
import { removalPage } from '../../build/docs/removal-page.ts';
import { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { denialCodes } from '../../shared/tunnel/denial.ts';
import { frameType } from '../../shared/tunnel/frame.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const manifest = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    optionalDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')));

test('every command that the documents name is a script of the package', () => {
  for (const file of ['README.md', 'CONTRIBUTING.md']) {
    const named = [...read(file).matchAll(/npm run (?:-s )?([a-z]+)/g)].map((match) => match[1] ?? '');
    for (const script of named) assert.ok(script in manifest.scripts, `${file} names npm run ${script}`);
  }
});

test('the README is short enough to be read', () => {
  assert.ok(read('README.md').split('\n').length < 120);
});

test('every dependency has its line of reason', () => {
  const reasons = read('docs/dependencies.md');
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  for (const name of Object.keys(all)) {
    if (!name.startsWith('@types/')) assert.ok(reasons.includes(`\`${name}\``), name);
  }
});

test('every file and folder that a document points to is there', () => {
  for (const file of [
    'README.md',
    'docs/architecture.md',
    'docs/browsers.md',
    'docs/console.md',
    'docs/postgresql.md',
    'docs/certificates.md',
    'docs/os-stores.md',
    'docs/adr/0011-several-ems-processes.md',
    'docs/managed-configuration.md',
    'docs/mdm.md',
    'docs/packaging.md',
    'docs/protocol.md',
    'docs/security.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
  ]) {
    const text = read(file);
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map((match) => path.join(path.dirname(file), match[1] ?? ''));
    const named = [
      ...text.matchAll(/`((?:shared|native|session|daemon|cli|ems|gateway|build|test|docs)\/[A-Za-z0-9/._-]*)`/g),
    ].map((match) => match[1] ?? '');
    for (const place of [...links, ...named])
      assert.ok(existsSync(path.join(root, place)), `${file} points to ${place}`);
  }
});

test('every decision has a number of its own, which its page begins with', () => {
  const pages = readdirSync(path.join(root, 'docs/adr')).sort();
  const numbers = pages.map((file) => file.slice(0, 4));
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => String(at).padStart(4, '0')),
  );
  for (const file of pages.slice(1)) assert.ok(read(`docs/adr/${file}`).startsWith(`# ${file.slice(0, 4)}`), file);
});

test('the protocol page lists every frame with its number', () => {
  const page = read('docs/protocol.md');
  for (const [name, number] of Object.entries(frameType)) {
    assert.match(page, new RegExp(`\\|[^|]*\\b${number}\\b[^|]*\\|[^|]*\\b${name.toUpperCase()}\\b`), name);
  }
});

test('every route lies under a versioned path, or is the one that fetches the CA', () => {
  for (const route of [...Object.values(agentRoutes), ...Object.values(gatewayRoutes)]) {
    assert.ok(route.path === '/ca' || route.path.startsWith('/api/v1/'), route.path);
    assert.ok(route.takes.length > 0, route.path);
  }
});

test('denial codes keep the numbers of the field, and our own lie apart', () => {
  for (const code of Object.keys(denialCodes)) assert.match(code, /^0(0[123]|2[123]|6[1-7]|8[1-9]|9[1-9])$/);
});

test('the page of errors is what the catalogue says', () => {
  assert.equal(read('docs/errors.md'), errorsPage(), 'run: npm run fix');
});

test('the list of what is on a machine is that of the code', () => {
  assert.equal(read('docs/removal.md'), removalPage(), 'run: npm run fix');
});

for (const [name, text] of Object.entries(managedDocuments()))
  test(`docs/${name} is what the managed settings say`, () => {
    assert.equal(read(`docs/${name}`), text, 'run: npm run fix');
  });
