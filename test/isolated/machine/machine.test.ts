import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import process from 'node:process';
import { test } from 'node:test';
import { connectMachines, openMachine } from '../../../build/demo/machine/machine.ts';

test('two machines boot, reach each other and nobody else, and are gone without a trace', async () => {
  const names = [`stile-test-${process.pid}-a`, `stile-test-${process.pid}-b`] as const;
  {
    await using one = await openMachine(names[0]);
    await using other = await openMachine(names[1]);
    await connectMachines('wire0', [one, '198.18.236.1'], [other, '198.18.236.2']);
    const unit = [
      '--wait',
      '--pipe',
      '-p',
      'ProtectSystem=strict',
      '-p',
      'DynamicUser=yes',
      '-p',
      'NoNewPrivileges=yes',
    ];
    const script = 'id -un >/dev/null; touch /etc/forbidden 2>/dev/null || echo kept out';
    assert.equal(await one.must(['/usr/bin/systemd-run', '--quiet', ...unit, '/bin/sh', '-c', script]), 'kept out\n');
    await one.must(['/bin/sh', '-c', 'echo hello >/etc/stile-test-greeting']);
    assert.equal((await one.changed()).get('/etc/stile-test-greeting')?.kind, 'file');
    assert.equal((await other.changed()).has('/etc/stile-test-greeting'), false);
    const route = await other.must(['/usr/sbin/ip', '-o', 'route']);
    assert.match(route, /^198\.18\.236\.0\/24 dev wire0 [^\n]*\n$/);
    const hostname = await other.must(['/bin/hostname']);
    assert.equal(hostname.trim(), names[1]);
  }
  assert.equal(existsSync('/etc/stile-test-greeting'), false);
  const groups = await readdir('/sys/fs/cgroup/systemd').catch(() => readdir('/sys/fs/cgroup'));
  assert.deepEqual(
    groups.filter((each) => names.some((name) => each === name)),
    [],
  );
});
