// Makes the throw-away directory that holds everything a demo writes.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const prefix = 'stile-demo-';

/** A new directory that only this user can enter. */
export function makeWorkspace(): string {
  // mkdtemp gives mode 0700. The canonical path, since a posture rule will name a file in it.
  return mkdtempSync(path.join(realpathSync(os.tmpdir()), prefix));
}

/** Removes a workspace; anything that is not one is left alone. */
export function removeWorkspace(workspace: string): void {
  const isOurs = path.dirname(workspace) === realpathSync(os.tmpdir()) && path.basename(workspace).startsWith(prefix);
  if (isOurs) rmSync(workspace, { recursive: true, force: true, maxRetries: 3 });
}
