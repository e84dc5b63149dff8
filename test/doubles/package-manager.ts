// A package manager with nothing behind it: it says what a test wants, and remembers what it was told.

import { readFile } from 'node:fs/promises';
import type {
  Inspection,
  Installation,
  PackageManager,
  Progress,
} from '../../native/package-manager/package-manager.ts';

export interface FakePackageManager extends PackageManager {
  installed: Installation;
  /** What a file says of itself. */
  says: Inspection;
  state: Progress;
  /** What it was told to install: the bytes as they were then. */
  readonly given: readonly (readonly string[])[];
}

export function fakePackageManager(): FakePackageManager {
  const given: string[][] = [];
  const fake: FakePackageManager = {
    installed: {
      kind: 'packaged',
      by: 'linux-deb',
      packages: [{ component: 'agent', version: '0.1.0', arch: 'x64' }],
    },
    says: { kind: 'read', component: 'agent', version: '0.2.0', arch: 'x64' },
    state: { kind: 'running' },
    given,
    installation: async () => fake.installed,
    inspect: async () => fake.says,
    async install(files) {
      given.push(await Promise.all(files.map((file) => readFile(file, 'utf8'))));
      return { kind: 'begun' };
    },
    remove: async () => ({ kind: 'begun' }),
    progress: async () => fake.state,
  };
  return fake;
}
