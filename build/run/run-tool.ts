// Runs one development tool on this Node, on our own streams.
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs the tool from the root and resolves to its exit status; 1 when a signal ended it. */
export async function runTool(tool: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [path.join(root, tool), ...args], {
    cwd: root,
    // Tools start helpers by the name `node`: that must be the Node we run on.
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}` },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
