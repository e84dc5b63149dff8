// Runs every check that needs no running program: types and layers, form and habits, promises.
import process from 'node:process';
import { runTool } from './run-tool.ts';
import { tools } from './tools.ts';

const checks = [
  { title: 'types and layers', tool: tools.tsc, args: ['-b'] },
  { title: 'form and habits', tool: tools.biome, args: ['check', '--error-on-warnings', '.'] },
  { title: 'promises', tool: tools.oxlint, args: ['--type-aware', '--deny-warnings', '.'] },
];

const failed: string[] = [];
for (const { title, tool, args } of checks) {
  process.stdout.write(`\n— ${title}\n`);
  if ((await runTool(tool, args)) !== 0) failed.push(title);
}
process.stdout.write(failed.length === 0 ? '\nall checks passed\n' : `\nfailed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
