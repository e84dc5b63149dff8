// Finds the Node that programs run on: the pinned package, else a substitute that is new enough.

import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Type stripping is stable from here on, so sources run as written. */
const oldestUsable = [24, 12];

/** The folder of the pinned Node's package for this machine; it may not exist, as not every platform has one. */
export function pinnedNodeFolder(root) {
  return path.join(root, 'node_modules', `node-${platformName()}-${process.arch}`);
}

/** {kind:'pinned', path} | {kind:'substitute', path, why} | {kind:'missing', why} */
export function pinnedNode(root) {
  const pinned = path.join(pinnedNodeFolder(root), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(pinned)) return { kind: 'pinned', path: pinned };
  const here = `Node ${process.versions.node}`;
  const none = `no pinned Node is published for ${process.platform} on ${process.arch}`;
  if (isUsable(process.versions.node)) {
    return { kind: 'substitute', path: process.execPath, why: `${none}; using ${here}, which is new enough` };
  }
  return {
    kind: 'missing',
    why: `${none}, and ${here} cannot run TypeScript. Install Node 24 (${oldestUsable.join('.')} or later) and run this again with it.`,
  };
}

/** True if a Node of this version runs our sources. */
export function isUsable(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestUsable[0] || (major === oldestUsable[0] && minor >= oldestUsable[1]);
}

/** The packages say `win` where Node says `win32`. */
function platformName() {
  return process.platform === 'win32' ? 'win' : process.platform;
}
