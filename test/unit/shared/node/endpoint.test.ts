import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookedForAt, servedAt } from '../../../../shared/node/endpoint.ts';

const root = { platform: 'linux', env: {}, uid: 0 } as const;
const user = { platform: 'linux', env: { XDG_RUNTIME_DIR: '/run/user/1000' }, uid: 1000 } as const;

test('root serves in /run', () => {
  assert.equal(servedAt('agent', root), '/run/stile/agent.sock');
  assert.equal(servedAt('ems', root), '/run/stile-ems/admin.sock');
  assert.equal(servedAt('gateway', root), '/run/stile-gateway/admin.sock');
  assert.equal(servedAt('agent', { ...root, platform: 'darwin' }), '/var/run/stile/agent.sock');
});

test('any other user serves in the runtime directory and looks for the system’s program first', () => {
  assert.equal(servedAt('agent', user), '/run/user/1000/stile/agent.sock');
  assert.deepEqual(lookedForAt('agent', user), ['/run/stile/agent.sock', '/run/user/1000/stile/agent.sock']);
});

test('root looks nowhere that another user could have filled', () => {
  assert.deepEqual(lookedForAt('ems', { ...root, env: user.env }), ['/run/stile-ems/admin.sock']);
});

test('the environment decides alone', () => {
  const env = { ...user.env, STILE_GATEWAY_SOCKET: '/tmp/g.sock' };
  assert.equal(servedAt('gateway', { ...user, env }), '/tmp/g.sock');
  assert.deepEqual(lookedForAt('gateway', { ...user, env }), ['/tmp/g.sock']);
});

test('on Windows the name is one that only administrators can make', () => {
  const windows = { platform: 'win32', env: {}, uid: null } as const;
  assert.equal(servedAt('agent', windows), '\\\\.\\pipe\\ProtectedPrefix\\Administrators\\stile\\agent');
});
