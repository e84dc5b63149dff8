// The sandboxes of our services, as a real systemd makes them: what each needs works inside, and what it must not do fails.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { type Machine, openMachine, seenInside } from '../../../build/demo/machine/machine.ts';
import { makeUser } from '../../../build/package/linux/scripts/pieces.ts';
import { type Service, services } from '../../../build/package/linux/service.ts';
import { unitOf } from '../../../build/package/linux/units.ts';

interface Row {
  readonly service: Service;
  readonly sentence: string;
  readonly command: string;
  readonly succeeds: boolean;
}

const addresses = `${seenInside(process.execPath)} -e 'require("node:os").networkInterfaces()'`;
const rows: readonly Row[] = [
  row(
    services.agent,
    'replaces the hosts file in its folder',
    'cp /etc/hosts /etc/new && mv /etc/new /etc/hosts',
    true,
  ),
  row(services.agent, 'makes the folders of browsers', 'mkdir -p /etc/chromium/policies/managed', true),
  row(services.agent, 'keeps what it knows', 'echo kept >/var/lib/stile/kept', true),
  row(
    services.agent,
    'seals with the key of the machine',
    'echo key | systemd-creds encrypt --name=key - - >/dev/null',
    true,
  ),
  row(services.agent, 'reads the rules of the firewall', '/usr/sbin/nft list ruleset', true),
  row(services.agent, 'looks at programs of users', 'readlink /proc/1/exe', true),
  row(services.agent, 'changes no program', 'touch /usr/lib/planted', false),
  row(services.agent, 'writes into no home', 'touch /root/planted', false),
  row(services.agent, 'changes no data of others', 'touch /var/lib/planted', false),
  row(services.agent, 'mounts nothing', 'mount -t tmpfs none /mnt', false),
  row(services.ems, 'keeps what it knows', 'echo kept >/var/lib/stile-ems/kept', true),
  row(services.ems, 'finds the addresses of its machine', addresses, true),
  row(services.ems, 'changes no settings', 'touch /etc/planted', false),
  row(services.ems, 'sees no home', 'ls /root', false),
  row(services.gateway, 'finds the addresses of its machine', addresses, true),
  row(services.gateway, 'reads nothing of the EMS', 'ls /var/lib/stile-ems', false),
];

function row(service: Service, sentence: string, command: string, succeeds: boolean): Row {
  return { service, sentence, command, succeeds };
}

describe('in its sandbox', () => {
  let machine: Machine;
  before(async () => {
    machine = await openMachine(`stile-sandboxes-${process.pid}`);
    for (const service of Object.values(services)) await machine.must(['/bin/sh', '-c', makeUser(service) || 'true']);
    await Promise.all(rows.map((each, index) => writeFile(placeOf(`try-${index}.service`), unitFor(each, index))));
    await Promise.all(rows.map((each, index) => writeFile(placeOf(`try-${index}.sh`), `set -e\n${each.command}\n`)));
    await machine.must(['/bin/systemctl', 'daemon-reload']);
  });
  after(() => machine[Symbol.asyncDispose]());
  const placeOf = (name: string) => path.join(machine.root, 'etc/systemd/system', name);

  for (const [index, { service, sentence, succeeds }] of rows.entries())
    test(`${service.name} ${sentence}`, async () => {
      const outcome = await machine.run(['/bin/systemctl', 'start', `try-${index}.service`]);
      assert(outcome.kind === 'exited');
      const said = await machine.must(['/bin/journalctl', '--no-pager', '--output=cat', `--unit=try-${index}.service`]);
      assert.equal(outcome.code === 0, succeeds, said);
      // Refused by the sandbox, not for want of the tool.
      if (!succeeds)
        assert.match(said, /Read-only file system|[Pp]ermission denied|Operation not permitted|must be superuser/);
    });
});

/** Our unit with another command, which runs once. */
function unitFor({ service }: Row, index: number): string {
  const other =
    /^(?:Type|NotifyAccess|WatchdogSec|ExecStart|ExecStopPost|ExecReload|Restart\w*|ConditionPathExists)=.*\n/gm;
  const once = `[Service]\nType=oneshot\nExecStart=/bin/sh /etc/systemd/system/try-${index}.sh\n`;
  return unitOf(service).replaceAll(other, '').replace('[Service]\n', once);
}
