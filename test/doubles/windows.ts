// A Windows of its own for one test: a fresh Wine prefix, Windows's Node, and our sources with the packages of Windows.

import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { windowsPackageFolder, windowsPackages } from '../../build/set-up/wine.ts';
import { startWinePrefix } from '../../build/set-up/wine-prefix.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface TestWindows extends AsyncDisposable {
  /** Runs a TypeScript file of the tree on Windows with this input, and reads the JSON that it prints. */
  run(scene: string, input: unknown): Promise<unknown>;
}

export async function startWindows(): Promise<TestWindows> {
  const [node, koffi] = windowsPackages.map((each) => windowsPackageFolder(root, each));
  if (node === undefined || koffi === undefined || !existsSync(node))
    throw new Error('the programs of Windows are not here yet: npm test -- wine fetches them');
  await using stack = new AsyncDisposableStack();
  const prefix = stack.use(await startWinePrefix());
  await stageSources(path.join(prefix.folder, 'app'), koffi);
  const owned = stack.move();
  return {
    async run(scene, input) {
      await writeFile(path.join(prefix.folder, 'input.json'), JSON.stringify(input), { mode: 0o600 });
      const args = [path.join('app', scene), `z:${prefix.folder}/input.json`];
      const { code, output, errors } = await prefix.run(path.join(node, 'bin', 'node.exe'), args);
      if (code !== 0) throw new Error(`${scene} ended with ${code}: ${errors.slice(-4_000)}`);
      return JSON.parse(output);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
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
