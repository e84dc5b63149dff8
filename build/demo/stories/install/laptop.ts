// A laptop on which nobody signs in to install anything: packages come by device management, an invitation for root's eyes only with them.

import { writeFile } from 'node:fs/promises';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';
import type { Machine } from '../../machine/machine.ts';
import { names } from '../../stage/configuration.ts';
import { feedUrl } from './feed.ts';
import { marker, onEms, until } from './server.ts';

/** The person whose laptop it is. */
export const person = 'ana';

const stile = '/usr/bin/stile';

/** A person with a browser: a home, and the database in which Chromium keeps certificates. */
export async function addPerson(laptop: Machine): Promise<void> {
  await laptop.must(['/usr/sbin/useradd', '--create-home', '--shell', '/bin/sh', person]);
  const home = `/home/${person}`;
  await laptop.must(['/bin/mkdir', '-p', `${home}/.pki/nssdb`, `${home}/.local/share`], { user: person });
  await laptop.must(['/usr/bin/certutil', '-N', '-d', `sql:${home}/.pki/nssdb`, '--empty-password'], {
    user: person,
  });
  await laptop.must(['/bin/sh', '-c', `echo managed >${marker}`]);
}

/** As device management does: before the package or after it. */
export async function layInvitation(server: Machine, laptop: Machine): Promise<void> {
  const { invitation } = await onEms(server, ['invite', 'device', '--domain', names.domain]);
  await laptop.must(['/bin/sh', '-euc', 'umask 077; mkdir -p -m 0755 /etc/stile; cat >/etc/stile/invitation'], {
    input: `${String(invitation)}\n`,
  });
}

export async function stateOf(laptop: Machine): Promise<AgentState> {
  const answer: { result: AgentState } = JSON.parse(await laptop.must([stile, 'status', '--json']));
  return answer.result;
}

/** Until it is enrolled, connected and has its tags. */
export async function untilEnrolled(laptop: Machine): Promise<Extract<AgentState['enrollment'], { kind: 'enrolled' }>> {
  return await until('the laptop enrolled and tagged', async () => {
    const state = await stateOf(laptop).catch(() => null);
    if (state === null) return null;
    const { enrollment, tags } = state;
    return enrollment.kind === 'enrolled' && tags.some((tag) => tag === names.managed) ? enrollment : null;
  });
}

/** What the protected service answers a person of this laptop, by its ordinary name; null if nothing. */
export async function reach(laptop: Machine, port: number): Promise<string | null> {
  const outcome = await laptop.run(['/usr/bin/curl', '-sS', '--max-time', '10', `http://${names.crm}:${port}/`], {
    user: person,
  });
  return outcome.kind === 'exited' && outcome.code === 0 ? outcome.stdout : null;
}

/** The person's own certificate, in their browser's database. */
export async function keepCertificate(laptop: Machine): Promise<string> {
  const said = await laptop.must([stile, 'session', '--once', '--json'], { user: person });
  const { result }: { result: { standing: string } } = JSON.parse(said);
  return result.standing;
}

/** The managed configuration: who may use the tunnels, since nobody signs in here, and where updates come from. */
export async function manage(laptop: Machine): Promise<void> {
  const file = `${laptop.root}/etc/stile/policy.d/50-corp.json`;
  await writeFile(file, `${JSON.stringify({ LocalUsers: [person], UpdateFeedUrl: feedUrl })}\n`, { mode: 0o644 });
}

/** Has the agent replace itself by what its feed offers, as its person would who does not want to wait. */
export async function updateByFeed(laptop: Machine): Promise<void> {
  await until('the newer release offered', async () => {
    await laptop.must([stile, 'update', 'check']);
    const { update } = await stateOf(laptop);
    return update.kind === 'available' || update.kind === 'ready';
  });
  await laptop.must([stile, 'update', 'install']);
}
