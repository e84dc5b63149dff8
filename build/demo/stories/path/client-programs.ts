// The programs with which a user reaches services: curl, ssh and a WebSocket client, by name.

import { spawn } from 'node:child_process';
import { WebSocket } from 'ws';
import { runTool } from '../../../../native/exec.ts';
import type { Places } from '../../stage/places.ts';
import { workspaceVariable } from '../../stage/processes.ts';
import { sshClientFile } from '../../stage/services/sshd.ts';
import { toolPath } from '../../stage/tools.ts';
import type { PublishedName } from './device.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs curl on a path of the service; `more` are further options. */
export async function runCurl(at: PublishedName, path: string, more: readonly string[] = []): Promise<Ran> {
  const args = ['-sS', '--noproxy', '*', '--max-time', '60', ...curlPointer(at), ...more, urlOf(at, path)];
  return ran('curl', await runTool(toolPath('curl'), args, { timeoutMs: 65_000 }));
}

/** The command as a user would type it. */
export function curlCommand(at: PublishedName, path: string): string {
  return ['curl', ...curlPointer(at), urlOf(at, path)].join(' ');
}

export async function runSsh(places: Places, at: PublishedName, remote: string): Promise<Ran> {
  return ran('ssh', await runTool(toolPath('ssh'), sshArgs(places, at, remote), { timeoutMs: 20_000 }));
}

export function sshCommand(places: Places, at: PublishedName, remote: string): string {
  return ['ssh', ...sshArgs(places, at, `'${remote}'`)].join(' ');
}

/** A connection that is open until somebody cuts it. */
export interface LiveConnection extends Disposable {
  /** Resolves with the time it ended, by the clock of `performance`. */
  readonly ended: Promise<number>;
}

/** An ssh session that lasts; returns when the server's answer has come. */
export async function liveSsh(places: Places, at: PublishedName): Promise<LiveConnection> {
  const child = spawn(toolPath('ssh'), sshArgs(places, at, 'echo up; exec cat'), {
    // While this end is open `cat` stays; it ends with the connection, where others would live on.
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin', [workspaceVariable]: places.workspace },
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number>((resolve) => child.once('exit', () => resolve(performance.now())));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`ssh ended with status ${code} before it was up`)));
  });
  return { ended, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

/** A WebSocket on which the service ticks; returns when it has echoed and ticked. */
export async function liveWebSocket(at: PublishedName): Promise<LiveConnection & { readonly said: readonly string[] }> {
  const direct = at.hosts ? `${at.name}:${at.usualPort}` : `${at.address}:${at.port}`;
  const socket = new WebSocket(`ws://${direct}/ws`, { headers: { host: `${at.name}:${at.usualPort}` } });
  const said: string[] = [];
  const ended = new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now())));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => socket.send('hello'));
    socket.on('message', (text) => {
      said.push(String(text));
      if (said.includes('echo hello') && said.length >= 2) resolve();
    });
    // Being cut is what the connection is for; only before it is up is it a failure.
    socket.on('error', reject);
    socket.once('close', () => reject(new Error('the WebSocket was closed before it was up')));
  });
  return { ended, said, [Symbol.dispose]: () => socket.terminate() };
}

function sshArgs(places: Places, at: PublishedName, remote: string): readonly string[] {
  const pointed = at.hosts ? [] : ['-o', `HostName=${at.address}`, '-o', `Port=${at.port}`];
  return ['-F', sshClientFile(places.data.ssh), ...pointed, at.name, remote];
}

/** Where the hosts file does not lead to the agent, curl is told where it is. */
function curlPointer(at: PublishedName): readonly string[] {
  return at.hosts ? [] : ['--connect-to', `${at.name}:${at.usualPort}:${at.address}:${at.port}`];
}

function urlOf(at: PublishedName, path: string): string {
  return `http://${at.name}:${at.usualPort}${path}`;
}

function ran(name: string, outcome: Awaited<ReturnType<typeof runTool>>): Ran {
  if (outcome.kind === 'exited') return outcome;
  throw new Error(`${name} did not come to its end: ${outcome.kind}`);
}
