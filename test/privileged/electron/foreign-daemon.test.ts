// A socket that another user put in the daemon's place: the shell says nothing to it, and says so.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openAgentLink } from '../../../electron/link/agent-link.ts';
import { silentLog } from '../../../shared/log.ts';
import { standingOf } from '../../../shared/shell/standing.ts';

const nobody = 65_534;

test('a stranger in the place of the daemon is refused, hears nothing, and is shown as not trusted', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'stile-stranger-'));
  const place = path.join(folder, 's.sock');
  let heard = 0;
  const stranger = net.createServer((socket) => socket.on('data', ({ length }) => (heard += length))).listen(place);
  await once(stranger, 'listening');
  await chown(place, nobody, nobody);
  const refused = Promise.withResolvers<void>();
  await using link = openAgentLink({
    places: [place],
    log: silentLog,
    now: () => new Date(),
    onChange: ({ kind }) => (kind === 'refused' ? refused.resolve() : undefined),
  });
  await refused.promise;
  assert.equal(standingOf({ link: link.current }), 'refused');
  assert.ok(link.current.kind === 'refused' && link.current.failure.code === 'socket-foreign');
  await assert.rejects(link.call('recheck', {}), { code: 'socket-not-there' });
  assert.equal(heard, 0);
  stranger.close();
  await rm(folder, { recursive: true });
});
