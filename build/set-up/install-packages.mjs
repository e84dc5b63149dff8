// Makes node_modules what package-lock.json says, once per lock, however many programs start at the same time.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { withLock } from './lock.mjs';
import { isUsable, pinnedNode, pinnedNodeFolder } from './pinned-node.mjs';
import { report } from './report.mjs';

const timeLimitMs = 10 * 60 * 1000;

/** {kind:'ready'} | {kind:'failed', why, howToGet}. Installs only when the lock is not the one installed last. */
export async function ensurePackages(root) {
  if (isFresh(root)) return { kind: 'ready' };
  const lock = path.join(root, 'out', 'set-up.lock');
  return withLock(
    lock,
    async () => (isFresh(root) ? { kind: 'ready' } : install(root)),
    (pid) => report(`waiting for the set-up that process ${pid} is running`),
  );
}

function isFresh(root) {
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === lockHash(root);
}

function stampOf(root) {
  return path.join(root, 'node_modules', '.stile-lock');
}

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

async function install(root) {
  const hash = lockHash(root);
  report(`installing npm packages (about 15 s when the registry is near)`);
  const startedAt = Date.now();
  const npm = await installAll(root, startedAt);
  if (npm.stoppedBy !== undefined) {
    return { kind: 'failed', why: `stopped by ${npm.stoppedBy}`, howToGet: 'run this again to finish the set-up.' };
  }
  if (npm.code !== 0) {
    return {
      kind: 'failed',
      why: `npm ci failed (${npm.why}). It said:\n${npm.output.trimEnd()}`,
      howToGet:
        'check that the npm registry is reachable (npm ping) and the disk has 500 MB free, then run this again.',
    };
  }
  writeFileSync(stampOf(root), `${hash}\n`);
  report(`npm packages are ready (${seconds(startedAt)} s)`);
  return { kind: 'ready' };
}

/**
 * npm passes over optional packages that its own Node is too old for, and compiled parts of tools are such packages. Once
 * the pinned Node is here, npm runs on that and adds what an older one left out.
 */
async function installAll(root, startedAt) {
  const first = await runNpm(root, ['ci'], startedAt);
  const pinned = pinnedNode(root);
  const wasWell = first.code === 0 && first.stoppedBy === undefined;
  if (!wasWell || isUsable(process.versions.node) || pinned.kind !== 'pinned') return first;
  return runNpm(root, ['install', '--no-save', '--ignore-scripts'], startedAt, pinned.path);
}

/** Runs npm with its output kept, and shown only when it fails; on `node` if given. A signal ends npm first and then us. */
async function runNpm(root, args, startedAt, node = undefined) {
  const npm = npmCommand(root, node);
  const child = spawn(npm.executable, [...npm.args, ...args, '--loglevel=error', '--no-progress'], {
    cwd: root,
    env: npmEnvironment(root),
    shell: npm.shell,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  let endedBy = null;
  const end = (signal) => {
    endedBy = signal;
    child.kill('SIGTERM');
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, end);
  const progress = setInterval(() => report(`still installing npm packages (${seconds(startedAt)} s)`), 10_000);
  const limit = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
  const result = await new Promise((resolve) => {
    child.once('error', (error) =>
      resolve({ code: 1, why: `${npm.executable} did not start: ${error.message}`, output }),
    );
    child.once('close', (code, signal) => resolve({ code, why: signal ?? `exit status ${code}`, output }));
  });
  clearInterval(progress);
  clearTimeout(limit);
  for (const signal of signals) process.off(signal, end);
  return endedBy === null ? result : { ...result, stoppedBy: endedBy };
}

/**
 * The npm that started us, on the Node it runs on itself. Not on ours when that comes from node_modules, which npm is
 * about to replace; not by the name `npm` unless nothing better is known.
 */
function npmCommand(root, wanted) {
  const inside = path.join(root, 'node_modules') + path.sep;
  const node = [process.env.npm_node_execpath, process.execPath].find(
    (candidate) => candidate !== undefined && !candidate.startsWith(inside) && existsSync(candidate),
  );
  const bin = node === undefined ? '' : path.dirname(node);
  const cli = [
    process.env.npm_execpath,
    path.join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((candidate) => candidate?.endsWith('npm-cli.js') && existsSync(candidate));
  if (node !== undefined && cli !== undefined) return { executable: wanted ?? node, args: [cli], shell: false };
  const isWindows = process.platform === 'win32';
  return { executable: isWindows ? 'npm.cmd' : 'npm', args: [], shell: isWindows };
}

/**
 * Compiling an optional package needs Node's headers: the pinned Node brings them, so nothing else is downloaded, and
 * nothing prebuilt is fetched from elsewhere. node-gyp reads either name; npm itself warns of the first one only.
 */
function npmEnvironment(root) {
  const headers = pinnedNodeFolder(root);
  // A bundler that ran in this process has left NODE_ENV=production: with it npm takes away everything that only building needs.
  const { NODE_ENV: _left, ...own } = process.env;
  return {
    ...own,
    npm_config_nodedir: headers,
    npm_package_config_node_gyp_nodedir: headers,
    npm_config_build_from_source: 'true',
  };
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}
