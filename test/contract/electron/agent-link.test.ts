// The shell's link against a real local socket: a daemon that comes, restarts, is killed, is of another release, or is not ours.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { type AgentLink, openAgentLink } from '../../../electron/link/agent-link.ts';
import type { Patience } from '../../../electron/link/silence.ts';
import { type AgentContract, agentContract } from '../../../shared/agent/agent-contract.ts';
import { silentLog } from '../../../shared/log.ts';
import { type LocalServer, type ServeOptions, serveLocal } from '../../../shared/node/local-socket/server.ts';
import type { LinkState } from '../../../shared/shell/gui-state.ts';
import { agentWith } from '../../doubles/gui-states.ts';

describe('the link to a real socket', () => {
  test('begins before the daemon does, and tells its state and every later one', async () => {
    await using there = await world();
    await there.until((link) => link.kind === 'connecting' && link.attempt > 1);
    await using daemon = await there.serve();
    await there.until(
      (link) => link.kind === 'connected' && link.product === 'stile-agent 9' && link.agent.revision === 0,
    );
    daemon.publish('state', agentWith({ revision: 7 }));
    await there.until((link) => link.kind === 'connected' && link.agent.revision === 7);
  });

  test('a daemon that stops says so, and one that starts again is found', async () => {
    await using there = await world();
    const daemon = await there.serve();
    await there.until((link) => link.kind === 'connected');
    await daemon[Symbol.asyncDispose]();
    await there.until((link) => link.kind === 'stopping');
    await using _again = await there.serve();
    await there.until((link) => link.kind === 'connected');
    assert.ok(!there.seen.includes('connecting 2'), there.seen.join());
  });

  test('a daemon that is cut off is gone at once', async () => {
    await using there = await world();
    const cut = new Set<{ destroy(): void }>();
    await using _daemon = await there.serve({ onSocket: (socket) => cut.add(socket) });
    await there.until((link) => link.kind === 'connected');
    for (const socket of cut) socket.destroy();
    await there.until((link) => link.kind === 'connecting' && link.attempt === 2);
    await there.until((link) => link.kind === 'connected');
  });

  test('a daemon that answers nothing any more, as a frozen one, is gone', async () => {
    await using there = await world({ everyMs: 20, waitMs: 20 });
    const thawed = Promise.withResolvers<void>();
    const slow = () => thawed.promise.then(() => ({}) as never);
    await using _daemon = await there.serve({ slow });
    await there.until((link) => link.kind === 'connecting' && link.attempt === 2);
    assert.ok(there.seen.includes('connected'), there.seen.join());
    thawed.resolve();
  });

  test('a daemon of another release is told as such, and left as soon as it is updated', async () => {
    await using there = await world();
    const old = await there.serve({ version: agentContract.version - 1 });
    const state = await there.until((link) => link.kind === 'incompatible');
    assert.equal(state.kind === 'incompatible' && state.failure.code, 'socket-version');
    await assert.rejects(there.link.call('recheck', {}), { code: 'socket-not-there' });
    await old[Symbol.asyncDispose]();
    await using _new = await there.serve();
    await there.until((link) => link.kind === 'connected');
  });

  test('a daemon that refuses this user is told as refused', async () => {
    await using there = await world();
    await using _daemon = await there.serve({ peerCredentials: () => ({ kind: 'unknown', reason: 'a test' }) });
    await there.until((link) => link.kind === 'refused');
  });

  test('a state that breaks the contract is another release, not a state', async () => {
    await using there = await world();
    const wrong = { ...agentContract, events: { state: agentContract.commands.recheck.result } };
    await using _daemon = await there.serve({
      contract: wrong as unknown as AgentContract,
      snapshot: () => ({ state: {} }) as never,
    });
    await there.until((link) => link.kind === 'incompatible');
    assert.ok(!there.seen.includes('connected'), there.seen.join());
  });

  test('commands reach the daemon, and its refusals come back', async () => {
    await using there = await world();
    await using _daemon = await there.serve();
    await there.until((link) => link.kind === 'connected');
    assert.deepEqual(await there.link.call('recheck', {}), {});
    await assert.rejects(there.link.call('unenroll', {}), { code: 'command-not-allowed' });
  });

  test('the end of the shell ends the link to a daemon that goes on', async () => {
    await using there = await world();
    await using _daemon = await there.serve();
    await there.until((link) => link.kind === 'connected');
    await there.link[Symbol.asyncDispose]();
    await assert.rejects(there.link.call('recheck', {}), { code: 'socket-not-there' });
  });

  test('the end of the shell ends the link, also in the middle of a wait', async () => {
    const there = await world();
    await there.until((link) => link.kind === 'connecting' && link.attempt > 1);
    await there[Symbol.asyncDispose]();
    const seen = there.seen.length;
    await assert.rejects(there.link.call('recheck', {}), { code: 'socket-not-there' });
    assert.equal(there.seen.length, seen);
  });
});

interface World extends AsyncDisposable {
  readonly link: AgentLink;
  /** What the link was, one after the other: its kind, and the attempt where it looks. */
  readonly seen: readonly string[];
  until(claim: (link: LinkState) => boolean): Promise<LinkState>;
  serve(options?: Partial<ServeOptions<AgentContract>> & Served): Promise<LocalServer<AgentContract>>;
}

interface Served {
  readonly version?: number;
  readonly contract?: AgentContract;
  readonly onSocket?: (socket: { destroy(): void }) => void;
  /** How the daemon answers to `traffic`. */
  readonly slow?: () => Promise<never>;
}

/** A link that looks for a daemon at a place of its own, where a test can put one. */
async function world(patience?: Patience): Promise<World> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'stile-link-'));
  const place = path.join(folder, 'run', 'agent.sock');
  const seen: string[] = [];
  let wake = Promise.withResolvers<void>();
  const link = openAgentLink({
    places: [path.join(folder, 'none.sock'), place],
    log: silentLog,
    now: () => new Date(),
    delayMs: () => 40,
    ...(patience === undefined ? {} : { patience }),
    onChange: (state) => {
      seen.push(state.kind === 'connecting' ? `connecting ${state.attempt}` : state.kind);
      wake.resolve();
      wake = Promise.withResolvers();
    },
  });
  return {
    link,
    seen,
    async until(claim) {
      while (!claim(link.current)) await wake.promise;
      return link.current;
    },
    serve({ version = agentContract.version, contract = agentContract, onSocket, slow, ...options } = {}) {
      const quick = Object.fromEntries(Object.keys(agentContract.commands).map((name) => [name, () => ({})]));
      const handlers = slow === undefined ? quick : { ...quick, traffic: slow };
      return serveLocal(
        { ...contract, version },
        {
          path: place,
          mode: 0o666,
          product: 'stile-agent 9',
          handlers: handlers as unknown as ServeOptions<AgentContract>['handlers'],
          authorize: (_caller, rights) => rights !== 'admin',
          snapshot: () => ({ state: agentWith() }),
          log: silentLog,
          ...(onSocket === undefined ? {} : { peerCredentials: known(onSocket) }),
          ...options,
        },
      );
    },
    async [Symbol.asyncDispose]() {
      await link[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whoever connects, and a way to cut them off without a word. */
function known(
  onSocket: (socket: { destroy(): void }) => void,
): NonNullable<ServeOptions<AgentContract>['peerCredentials']> {
  return (socket) => {
    onSocket(socket);
    return { kind: 'known', pid: 1, uid: 1_000, gid: 1_000, groups: null };
  };
}
