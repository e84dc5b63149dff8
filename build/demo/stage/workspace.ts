// Makes the throw-away directory that holds everything a demo writes.

import { lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

const prefix = 'stile-demo-';

/** A new directory that only this user can enter. */
export function makeWorkspace(): string {
  // mkdtemp gives mode 0700. The canonical path, since a posture rule will name a file in it.
  return mkdtempSync(path.join(realpathSync(os.tmpdir()), prefix));
}

/** Removes a workspace; anything that is not one is left alone. */
export function removeWorkspace(workspace: string): void {
  if (isWorkspace(workspace)) rmSync(workspace, { recursive: true, force: true, maxRetries: 3 });
}

/** Whether the path is one that `makeWorkspace` may have made. */
export function isWorkspace(folder: string): boolean {
  return path.dirname(folder) === realpathSync(os.tmpdir()) && path.basename(folder).startsWith(prefix);
}

/** The workspaces of this user that are there. */
export function findWorkspaces(): readonly string[] {
  const folder = realpathSync(os.tmpdir());
  return readdirSync(folder)
    .filter((entry) => entry.startsWith(prefix))
    .map((entry) => path.join(folder, entry))
    .filter((found) => {
      const seen = lstatSync(found, { throwIfNoEntry: false });
      return seen?.isDirectory() && seen.uid === (process.getuid?.() ?? seen.uid);
    });
}
