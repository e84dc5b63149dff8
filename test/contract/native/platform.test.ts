import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Platform, platformFor } from '../../../native/platform.ts';

const nowhere = { localAddress: '127.235.0.1', localPort: 1, remoteAddress: '127.0.0.1', remotePort: 1 };

test('each system has every capability, and what it lacks it says in a value', async () => {
  for (const name of ['linux', 'darwin', 'win32'] as const) {
    const platform: Platform = platformFor(name);
    assert.equal(platform.name, name);
    await using owners = platform.socketOwners();
    assert.equal((await owners.ownerOfConnection(nowhere)).kind, 'unknown');
    assert.deepEqual(await platform.localUsers.isAdministrator(0), { kind: 'yes' });
    await using launcher = platform.launcher();
    assert.equal((await launcher.open('ssh', { host: '-oProxyCommand=x', port: 22 })).kind, 'refused');
    assert.match(platform.hostsFile({ stateDir: '/nonexistent' }).path, /hosts$/);
  }
});

test('an unknown system is refused', () => {
  assert.throws(() => platformFor('aix'), RangeError);
});
