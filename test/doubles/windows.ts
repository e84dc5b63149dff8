// A Windows of its own for one test: a fresh Wine prefix, Windows's Node, and our sources with the packages of Windows.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { windowsPackageFolder, windowsPackages } from '../../build/set-up/wine.ts';

const root = path.resolve(import.meta.dirname, '../..');
const programs = '/usr/lib/wine';

export interface TestWindows extends AsyncDisposable {
  /** Runs a TypeScript file of the tree on Windows with this input, and reads the JSON that it prints. */
  run(scene: string, input: unknown): Promise<unknown>;
}

export async function startWindows(): Promise<TestWindows> {
  const [node, koffi] = windowsPackages.map((each) => windowsPackageFolder(root, each));
  if (node === undefined || koffi === undefined || !existsSync(node))
    throw new Error('the programs of Windows are not here yet: npm test -- wine fetches them');
  const folder = await mkdtemp(path.join(tmpdir(), 'stile-windows-'));
  const environment = {
    PATH: `${programs}:/usr/bin:/bin`,
    HOME: folder,
    WINEPREFIX: path.join(folder, 'prefix'),
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    // Neither .NET nor a browser is needed, and both would ask to be downloaded.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
  };

  /** Output goes to a file: Windows's Node does not take a pipe of Linux's. */
  async function execute(program: string, args: readonly string[], output: string): Promise<void> {
    const stdout = await open(path.join(folder, output), 'w');
    const stderr = await open(path.join(folder, `${output}.err`), 'w');
    try {
      const stdio = ['ignore', stdout.fd, stderr.fd] as const;
      const child = spawn(path.join(programs, program), args, { cwd: folder, env: environment, stdio: [...stdio] });
      const [code] = await once(child, 'exit');
      if (code === 0) return;
      const said = await readFile(path.join(folder, `${output}.err`), 'utf8');
      throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${said.slice(-4_000)}`);
    } finally {
      await stdout.close();
      await stderr.close();
    }
  }

  async function dispose(): Promise<void> {
    // Wine's server stays for a while after the last program, and holds the prefix.
    await execute('wineserver64', ['-k'], 'end').catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  try {
    await stageSources(path.join(folder, 'app'), koffi);
    await execute('wine64', ['wineboot', '-i'], 'boot');
    // Node refuses what looks older.
    await execute('wine64', ['winecfg', '-v', 'win10'], 'version');
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    async run(scene, input) {
      await writeFile(path.join(folder, 'input.json'), JSON.stringify(input), { mode: 0o600 });
      const args = [path.join(node, 'bin', 'node.exe'), path.join('app', scene), `z:${folder}/input.json`];
      await execute('wine64', args, 'output.json');
      return JSON.parse(await readFile(path.join(folder, 'output.json'), 'utf8'));
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** Links to what is here, which Wine follows as if it were the file; only the binary for Windows lies elsewhere. */
async function stageSources(app: string, koffi: string): Promise<void> {
  await mkdir(path.join(app, 'node_modules', '@koromix'), { recursive: true });
  for (const name of ['package.json', 'shared', 'native', 'test'])
    await symlink(path.join(root, name), path.join(app, name));
  for (const name of await readdir(path.join(root, 'node_modules'))) {
    if (!name.startsWith('.') && name !== '@koromix')
      await symlink(path.join(root, 'node_modules', name), path.join(app, 'node_modules', name));
  }
  await symlink(koffi, path.join(app, 'node_modules', '@koromix', 'koffi-win32-x64'));
}
