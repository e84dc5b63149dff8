// What is different on a machine from what it was before the product came: the list that has to be empty after its removal.

import { compareTrees, type Difference } from '../../machine/compare-trees.ts';
import type { Machine } from '../../machine/machine.ts';
import { type Node, nodeAt, type Tree } from '../../machine/tree.ts';
import { remark, type Said, value } from '../../tell.ts';

/**
 * What every installation of anything changes: what package managers and the system keep about their own work. An NSS database
 * is looked into instead, since its bytes change with every visitor.
 */
const notOurs: readonly RegExp[] = [
  /^\/var\/(?:lib\/(?:dpkg|rpm|apt)|cache|log|backups)(?:\/|$)/,
  /^\/(?:usr\/lib\/sysimage\/rpm|root\/\.rpmdb)(?:\/|$)/,
  /^\/usr\/share\/(?:applications\/mimeinfo\.cache|icons\/hicolor\/icon-theme\.cache|mime(?:\/|$))/,
  /^\/var\/lib\/systemd\/(?:timers|random-seed|catalog|coredump|linger)(?:\/|$)/,
  /^\/etc\/(?:ld\.so\.cache|(?:passwd|group|shadow|gshadow|subuid|subgid)-|\.pwd\.lock)$/,
  /^\/home\/[^/]+\/\.pki\/nssdb\//,
];

/** Taken before the product comes; asked again after it has gone. */
export async function takeBaseline(machine: Machine): Promise<() => Promise<readonly Difference[]>> {
  const before = await machine.changed();
  return async () => {
    const after = await machine.changed();
    const below = await lookBelow(new Set([...before.keys(), ...after.keys()]));
    return compareTrees(before, after, (path) => below.get(path) ?? null).filter(
      ({ path }) => !notOurs.some((pattern) => pattern.test(path)),
    );
  };
}

/** The file system that both began with is this machine's own. */
async function lookBelow(paths: ReadonlySet<string>): Promise<Tree> {
  const found = new Map<string, Node>();
  for (const path of paths) {
    const node = await nodeAt(path);
    if (node !== null) found.set(path, node);
  }
  return found;
}

/** Everything that is left, as a step tells it. */
export async function saidOfLeft(
  machine: Machine,
  user: string,
  differences: () => Promise<readonly Difference[]>,
): Promise<Said<readonly string[]>> {
  const left = [
    ...(await differences()).map(({ path, what }) => `${what}: ${path}`),
    ...(await leftInMachine(machine, user)),
  ];
  const lines = left.length === 0 ? [remark('Every file is as it was.')] : left.map((each) => value('left', each));
  return { value: left, facts: { left }, lines };
}

/** The rest of what could be left: processes, services, lines, entries in databases; as a person reads it. */
async function leftInMachine(machine: Machine, user: string): Promise<readonly string[]> {
  const script = `
for exe in /proc/[0-9]*/exe; do target=$(readlink $exe) || continue; case $target in /usr/lib/stile/*|/opt/Stile/*) echo "process $target";; esac; done
systemctl list-units --all --plain --no-legend 'stile*' | sed 's/^/unit /'
grep -n -i stile /etc/passwd /etc/group /etc/hosts | sed 's/^/line /'
certutil -L -d sql:/home/${user}/.pki/nssdb | grep -i stile | sed 's/^/certificate /'
certutil -K -d sql:/home/${user}/.pki/nssdb 2>/dev/null | grep '^<' | sed 's/^/key /'
ls -d /run/stile* 2>/dev/null | sed 's/^/folder /'
true`;
  const said = await machine.must(['/bin/sh', '-c', script]);
  return said.split('\n').filter((line) => line !== '');
}
