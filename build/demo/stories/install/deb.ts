// Debian: installed with an invitation laid beside it, used, upgraded while it works, purged.

import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import type { Machine } from '../../machine/machine.ts';
import type { InstalledDeb } from '../../summary.ts';
import { remark, value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { publishFeed } from './feed.ts';
import {
  addPerson,
  keepCertificate,
  layInvitation,
  manage,
  person,
  reach,
  stateOf,
  untilEnrolled,
  updateByFeed,
} from './laptop.ts';
import { saidOfLeft, takeBaseline } from './leftovers.ts';
import { type Built, previousVersion } from './packages.ts';
import { type Premises, servicePort } from './premises.ts';
import { installDeb, marker, until } from './server.ts';

export async function tellDeb({ tell }: StoryWorld, premises: Premises, built: Built): Promise<InstalledDeb> {
  const laptop = await premises.laptop('laptop');
  await addPerson(laptop);
  const differences = await takeBaseline(laptop);
  await tell.step('deb-install', 'Device management lays an invitation and installs the package', async () => {
    await layInvitation(premises.server, laptop);
    const startedAt = performance.now();
    await installDeb(laptop, built.previous);
    const ms = Math.round(performance.now() - startedAt);
    return { value: undefined, facts: { ms }, lines: [value('dpkg -i', `${path.basename(built.previous)}, ${ms} ms`)] };
  });
  const before = await tell.step('deb-enrolled', 'The service starts and enrolls, with nobody there', async () => {
    const { uid, serial, enrolledBy } = await untilEnrolled(laptop);
    // Nobody is to find a secret that was used.
    await until('the invitation gone', async () => !existsSync(`${laptop.root}/etc/stile/invitation`));
    await manage(laptop);
    return {
      value: { uid, serial },
      facts: { uid, serial, enrolledBy },
      lines: [value('uid', uid), value('enrolled by', enrolledBy), remark('The invitation is gone.')],
    };
  });
  await tellUse(tell, laptop);
  const upgradeKept = await tell.step(
    'deb-upgrade',
    'It updates itself by a signed feed, and keeps everything',
    async () => {
      await publishFeed(built.keys, built.folder, premises.server);
      await updateByFeed(laptop);
      const state = await until('the newer release running', async () => {
        const now = await stateOf(laptop).catch(() => null);
        return now !== null && isNewer(now) ? now : null;
      });
      const after = await untilEnrolled(laptop);
      await until('the service again', () => reach(laptop, servicePort));
      const isKept = after.uid === before.uid && after.serial === before.serial && isNewer(state);
      return {
        value: isKept,
        facts: { uid: after.uid, serial: after.serial, version: state.agentVersion },
        lines: [value('version', state.agentVersion), value('uid', after.uid)],
      };
    },
  );
  await tell.step('deb-downgrade', 'The older package is refused', async () => {
    const outcome = await laptop.run(['/usr/bin/dpkg', '-i', `/tmp/${path.basename(built.previous)}`]);
    if (outcome.kind !== 'exited' || outcome.code === 0) throw new Error('the older package was installed');
    await laptop.must(['/usr/bin/dpkg', '--audit']);
    return { value: undefined, lines: [remark(outcome.stderr.trim().split('\n')[0] ?? '')] };
  });
  const purgeLeft = await tell.step('deb-purge', 'Purged, it leaves nothing', async () => {
    await laptop.must(['/usr/bin/dpkg', '--purge', 'stile-agent'], { timeoutMs: 120_000 });
    return await saidOfLeft(laptop, person, differences);
  });
  return { installed: true, enrolled: true, storyPassed: true, upgradeKept, purgeLeft };
}

/** What the laptop is for: a service by its name, as long as the laptop is in order; a person's certificate in their browser. */
async function tellUse(tell: StoryWorld['tell'], laptop: Machine): Promise<void> {
  await tell.step('deb-reach', 'Its person reaches a protected service by name', async () => {
    const page = await until('the service', () => reach(laptop, servicePort));
    const standing = await keepCertificate(laptop);
    if (standing !== 'installed') throw new Error(`the certificate is ${standing}`);
    return { value: undefined, lines: [value('crm', page.split('\n')[0] ?? ''), value('certificate', standing)] };
  });
  await tell.step('deb-loss', 'Without its mark the laptop loses the service, and gets it back with it', async () => {
    await rm(`${laptop.root}${marker}`);
    await until('the service gone', async () => ((await reach(laptop, servicePort)) === null ? true : null));
    await writeFile(`${laptop.root}${marker}`, 'managed\n');
    await until('the service back', () => reach(laptop, servicePort));
    return { value: undefined };
  });
}

function isNewer({ agentVersion }: AgentState): boolean {
  return agentVersion !== previousVersion;
}
