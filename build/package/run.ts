// Builds the wanted targets one after the other and writes down what came out.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureSystemPackages } from '../set-up/system-packages.ts';
import type { Release } from './release.ts';
import { type PackageSummary, summaryOf } from './summary.ts';
import type { Target } from './target.ts';

/** Programs that are not here and cannot be installed; nothing was built. */
export interface Missing {
  readonly kind: 'missing';
  readonly why: string;
}

export type Outcome = { readonly kind: 'built'; readonly packages: readonly PackageSummary[] } | Missing;

export async function buildTargets(
  targets: readonly Target[],
  outDir: string,
  options: { readonly release: Release; readonly report: (line: string) => void },
): Promise<Outcome> {
  const tools = await ensureSystemPackages(
    targets.flatMap(({ needs }) => needs),
    options.report,
  );
  if (tools.kind === 'missing') {
    const names = tools.packages.map(({ debianPackage, neededFor }) => `${debianPackage} (${neededFor})`);
    return { kind: 'missing', why: `missing: ${names.join(', ')}; ${tools.why}; ${tools.howToGet}` };
  }
  await mkdir(outDir, { recursive: true });
  const packages: PackageSummary[] = [];
  for (const target of targets)
    for (const built of await target.build(outDir, options))
      packages.push(await summaryOf(outDir, built, options.release));
  await writeFile(path.join(outDir, 'packages.json'), `${JSON.stringify({ packages }, null, 2)}\n`);
  return { kind: 'built', packages };
}
