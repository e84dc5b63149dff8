// Installs the Debian packages that are missing, where that is possible, and says what to do where it is not.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { withLock } from './lock.mjs';
import type { SystemPackage } from './packages.ts';
import { withoutServiceStarts } from './policy-rc.ts';

/** What became of the request. Being unable to install is an answer, not an error. */
export type SetUpResult =
  | { readonly kind: 'ready'; readonly installed: readonly string[] }
  | {
      readonly kind: 'missing';
      readonly packages: readonly SystemPackage[];
      readonly why: string;
      readonly howToGet: string;
    };

const aptGet = '/usr/bin/apt-get';
const updateLimitMs = 120_000;
const installLimitMs = 300_000;

/**
 * Makes the wanted programs exist: with apt-get as root on Debian and its relatives, never starting a service.
 * Elsewhere nothing is changed and the result names what is missing. `report` gets one line per step.
 */
export async function ensureSystemPackages(
  wanted: readonly SystemPackage[],
  report: (line: string) => void,
): Promise<SetUpResult> {
  if (missingOf(wanted).length === 0) return { kind: 'ready', installed: [] };
  const obstacle = whyNotHere();
  if (obstacle !== undefined) return missing(wanted, obstacle);
  return withLock(
    '/run/lock/stile-system-packages.lock',
    () => install(wanted, report),
    (pid) => report(`waiting for process ${pid}, which is installing system packages`),
  );
}

async function install(wanted: readonly SystemPackage[], report: (line: string) => void): Promise<SetUpResult> {
  const names = missingOf(wanted).map((each) => each.debianPackage);
  if (names.length === 0) return { kind: 'ready', installed: [] };
  const startedAt = Date.now();
  report(`installing system packages: ${names.join(' ')}`);
  const failure = await withoutServiceStarts(report, async () => {
    const update = await apt(['update', '-q'], updateLimitMs);
    if (update !== undefined) report(`apt-get update had trouble, trying with what is known: ${update}`);
    return apt(['install', '-q', '-y', '--no-install-recommends', ...names], installLimitMs);
  });
  if (missingOf(wanted).length > 0) return missing(wanted, failure ?? 'apt-get did not bring the expected programs');
  report(`system packages are ready (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  return { kind: 'ready', installed: names };
}

/** Runs apt-get to its end in a group of its own, so that Ctrl-C cannot leave dpkg half done; trouble is a text. */
async function apt(args: readonly string[], limitMs: number): Promise<string | undefined> {
  const child = spawn(aptGet, ['-o', 'DPkg::Lock::Timeout=60', '-o', 'Acquire::Retries=2', ...args], {
    detached: true,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  const limit = setTimeout(() => child.kill('SIGTERM'), limitMs);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      resolve(code === 0 ? undefined : `apt-get ${args[0]}: ${signal ?? `exit status ${code}`}\n${output.trimEnd()}`);
    });
  });
}

function whyNotHere(): string | undefined {
  if (process.platform !== 'linux') return `system packages are installed only on Debian, not on ${process.platform}`;
  if (!existsSync(aptGet)) return 'this Linux has no apt-get';
  if (process.getuid?.() !== 0) return 'installing needs root';
  return undefined;
}

function missing(wanted: readonly SystemPackage[], why: string): SetUpResult {
  const packages = missingOf(wanted);
  const names = packages.map((each) => each.debianPackage).join(' ');
  const howToGet =
    process.platform === 'linux'
      ? `as root, on Debian or Ubuntu: apt-get install --no-install-recommends ${names}`
      : `use a Debian machine, a virtual one will do, with: ${names}`;
  return { kind: 'missing', packages, why, howToGet };
}

function missingOf(wanted: readonly SystemPackage[]): readonly SystemPackage[] {
  return wanted.filter((each) => !existsSync(each.provides));
}
