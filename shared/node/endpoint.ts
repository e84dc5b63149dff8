// Names the local sockets, as a function of the system's name, the user and the environment.

import path from 'node:path';
import process from 'node:process';

/** The programs that serve a local socket. */
export type LocalProgram = 'agent' | 'ems' | 'gateway';

/** What the names depend on; this process's unless given. */
export interface EndpointWorld {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The effective user; null on Windows. */
  readonly uid: number | null;
}

const places = {
  agent: { variable: 'STILE_AGENT_SOCKET', root: '/run/stile/agent.sock', user: 'agent.sock' },
  ems: { variable: 'STILE_EMS_SOCKET', root: '/run/stile-ems/admin.sock', user: 'ems-admin.sock' },
  gateway: { variable: 'STILE_GATEWAY_SOCKET', root: '/run/stile-gateway/admin.sock', user: 'gateway-admin.sock' },
} as const;

/**
 * Where a program serves when it runs as this user. The environment decides first; then root's place in `/run`
 * (`/var/run` on macOS), `$XDG_RUNTIME_DIR/stile/` for anybody else, and on Windows a pipe that only an administrator can make.
 */
export function servedAt(program: LocalProgram, world: EndpointWorld = thisWorld()): string {
  const { variable, user } = places[program];
  const wanted = world.env[variable];
  if (wanted !== undefined && wanted !== '') return wanted;
  if (world.platform === 'win32') return `\\\\.\\pipe\\ProtectedPrefix\\Administrators\\stile\\${pipeName(program)}`;
  const runtime = world.env.XDG_RUNTIME_DIR;
  if (world.uid !== 0 && runtime !== undefined && path.posix.isAbsolute(runtime))
    return path.posix.join(runtime, 'stile', user);
  return systemPlace(program, world);
}

/** Where a client looks, in order: what the environment says and nothing else, or the system's program, or the user's own. */
export function lookedForAt(program: LocalProgram, world: EndpointWorld = thisWorld()): readonly string[] {
  const own = servedAt(program, world);
  const named = world.env[places[program].variable];
  if (world.platform === 'win32' || (named !== undefined && named !== '')) return [own];
  return [...new Set([systemPlace(program, world), own])];
}

function systemPlace(program: LocalProgram, world: EndpointWorld): string {
  const { root } = places[program];
  // macOS has no /run.
  return world.platform === 'darwin' ? `/var${root}` : root;
}

function pipeName(program: LocalProgram): string {
  return program === 'agent' ? 'agent' : `${program}-admin`;
}

function thisWorld(): EndpointWorld {
  return { platform: process.platform, env: process.env, uid: process.geteuid?.() ?? null };
}
