// RPM: the same package for the other family of distributions, installed and erased by rpm itself on a machine that has no other.

import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Installation } from '../../summary.ts';
import { value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { addPerson, layInvitation, person, untilEnrolled } from './laptop.ts';
import { saidOfLeft, takeBaseline } from './leftovers.ts';
import type { Built } from './packages.ts';
import type { Premises } from './premises.ts';

/** Debian's rpm asks to be told that it is meant; what the package needs is there, but not as packages of rpm. */
const rpm = ['/usr/bin/rpm', '--force-debian', '--nodeps'];

export async function tellRpm({ tell }: StoryWorld, premises: Premises, built: Built): Promise<Installation['rpm']> {
  const laptop = await premises.laptop('laptop-rpm');
  await addPerson(laptop);
  const differences = await takeBaseline(laptop);
  await tell.step('rpm-install', 'rpm installs it, and it enrolls', async () => {
    const file = built.file('stile-agent', 'rpm');
    const inside = `/tmp/${path.basename(file)}`;
    await copyFile(file, `${laptop.root}${inside}`);
    await laptop.must([...rpm, '-i', inside], { timeoutMs: 120_000 });
    await layInvitation(premises.server, laptop);
    const { uid } = await untilEnrolled(laptop);
    return { value: undefined, facts: { uid }, lines: [value('uid', uid)] };
  });
  const eraseLeft = await tell.step('rpm-erase', 'Erased, it leaves nothing', async () => {
    await laptop.must([...rpm, '-e', 'stile-agent'], { timeoutMs: 120_000 });
    return await saidOfLeft(laptop, person, differences);
  });
  return { installed: true, enrolled: true, eraseLeft };
}
