// Builds keytar where that has become possible: on a fresh machine npm ran before its headers were there, and went on without it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runNpm } from './install-packages.mjs';

/** What its build needs, beside the pinned Node's own headers. */
const needed = ['/usr/include/libsecret-1/libsecret/secret.h', '/usr/bin/g++', '/usr/bin/make', '/usr/bin/python3'];

export type KeytarResult = { readonly kind: 'ready' } | { readonly kind: 'missing'; readonly why: string };

/** Programs do without it, too; being unable to build it is an answer. */
export async function ensureKeytar(root: string, report: (line: string) => void): Promise<KeytarResult> {
  if (existsSync(path.join(root, 'node_modules/keytar/build/Release/keytar.node'))) return { kind: 'ready' };
  const lacking = needed.filter((file) => !existsSync(file));
  if (lacking.length > 0) return { kind: 'missing', why: `it cannot be built without ${lacking.join(', ')}` };
  report('building keytar');
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const npm = await runNpm(root, ['install', '--no-save', `keytar@${optionalDependencies.keytar}`], Date.now());
  return npm.code === 0 ? { kind: 'ready' } : { kind: 'missing', why: `npm install failed (${npm.why})` };
}
