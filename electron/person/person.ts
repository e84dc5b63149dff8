// Who sits in front of the shell, as the system tells it.

import os from 'node:os';
import { runTool } from '../../native/exec.ts';
import type { Person } from '../../shared/shell/gui-state.ts';
import type { Traits } from '../traits.ts';
import { avatarFrom } from './avatar.ts';
import { fullNameFrom } from './full-name.ts';

/** What is known without asking anybody. */
export function personAtFirst(traits: Traits, environment: Readonly<Record<string, string | undefined>>): Person {
  const domain = traits.domainVariable === null ? undefined : environment[traits.domainVariable];
  return {
    user: os.userInfo().username.slice(0, 256),
    fullName: null,
    device: os.hostname().slice(0, 256),
    domain: domain === undefined || domain === '' ? null : domain.slice(0, 256),
    avatar: null,
  };
}

/** The same person with their name and picture. */
export async function personInFull(person: Person, traits: Traits): Promise<Person> {
  const [fullName, avatar] = await Promise.all([
    fullNameOf(traits, person.user),
    avatarFrom(traits.avatars(os.userInfo().homedir, person.user)),
  ]);
  return { ...person, fullName, avatar };
}

async function fullNameOf({ fullName }: Traits, user: string): Promise<string | null> {
  if (fullName === null) return null;
  const outcome = await runTool(fullName.tool, fullName.args(user));
  return outcome.kind === 'exited' && outcome.code === 0 ? fullNameFrom(outcome.stdout, fullName.form) : null;
}
