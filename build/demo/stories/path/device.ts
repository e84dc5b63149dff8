// The device's side of the beginning: enrolment with an invitation, rules, facts, tags.

import { readFileSync } from 'node:fs';
import type { AgentState, NameState } from '../../../../shared/agent/agent-state.ts';
import { readableFingerprint } from '../../../../shared/identity/fingerprint.ts';
import type { Fact, UnknownReason } from '../../../../shared/posture/fact.ts';
import { names } from '../../stage/configuration.ts';
import type { Stage } from '../../stage/stage.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import type { SeenDestination } from '../../summary.ts';
import { remark, value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';

const tenMinutesMs = 600_000;

/** Ends when the device has the tags that are wanted. */
export async function enrollDevice(world: StoryWorld, agent: WatchedAgent, wanted: readonly string[]): Promise<void> {
  const { tell } = world;
  const invitation = await tell.step('invite', 'The administrator makes an invitation for one device', () =>
    invite(world),
  );
  const fabricCa = await tell.step('inspect', 'Its user looks at it before anything happens', () =>
    inspect(agent, invitation, world),
  );
  await tell.step('enroll', 'The agent enrolls: the EMS issues its certificate', () =>
    enroll(world, agent, invitation, fabricCa),
  );
  await tell.step('posture', 'It receives the rules, looks at this machine, and reports', () => posture(agent));
  await tell.step('tags', 'The EMS gives it its tags', () => tags(world, agent, wanted));
}

async function invite({ stage }: StoryWorld) {
  const made = await inviteDevice(stage);
  return {
    value: made.invitation,
    facts: { invitation: made.summary.id, domains: made.summary.domains },
    lines: [value('good for', `${made.summary.uses} device, until ${made.summary.expires}`)],
  };
}

/** An invitation for one device, as the EMS made it. */
export async function inviteDevice(stage: Stage) {
  const ems = await stage.ems();
  return await ems.call('invite', {
    role: 'device',
    site: names.site,
    domains: [names.domain],
    uses: 1,
    expiresInMs: tenMinutesMs,
    note: 'the device of the demo',
  });
}

async function inspect({ client }: WatchedAgent, invitation: string, { stage }: StoryWorld) {
  const seen = await client.call('inspectInvitation', { invitation }, stage.signal);
  const status = await (await stage.ems()).call('status', {});
  if (seen.fabricCa !== status.fabricCa) throw new Error('the invitation pins another CA than the EMS has');
  return {
    value: seen.fabricCa,
    facts: { ems: seen.ems, site: seen.site, fabricCa: seen.fabricCa, domains: seen.domains },
    lines: [
      value('EMS', seen.ems),
      value('its CA', readableFingerprint(seen.fabricCa)),
      value('domains', `${seen.domains.join(', ')} (no other name can ever be published here)`),
    ],
  };
}

async function enroll(world: StoryWorld, { client }: WatchedAgent, invitation: string, fabricCa: string) {
  const { uid, serial } = await client.call('enroll', { invitation, consent: { fabricCa } }, world.stage.signal);
  world.outcome.uid = uid;
  world.outcome.serial = serial;
  return { value: undefined, facts: { uid, serial }, lines: [value('uid', uid), value('serial', serial)] };
}

async function posture(agent: WatchedAgent) {
  const seen = await agent.until('the facts that the rules ask for', ({ posture: { rules, facts, verdicts } }) =>
    rules.length > 0 && verdicts.length >= rules.length ? { rules, facts, verdicts } : null,
  );
  return {
    value: undefined,
    facts: { rules: seen.rules, facts: seen.facts, verdicts: seen.verdicts },
    lines: [
      ...seen.rules.map((rule) => value(`rule ${rule.id}`, rule.title)),
      ...seen.facts.map((fact) => value('fact', `${fact.fact}: ${inWords(fact)}`)),
      ...seen.verdicts.map((verdict) => value('verdict', `rule ${verdict.rule} is ${verdict.verdict}`)),
    ],
  };
}

function inWords(fact: Fact): string {
  if (fact.unknown === true) return `unknown (${fact.reason})`;
  const { kind: _kind, ...rest } = fact.value;
  return Object.entries(rest)
    .map(([key, content]) => `${key} ${Array.isArray(content) ? content.join(' ') : String(content)}`)
    .join(', ');
}

async function tags({ outcome }: StoryWorld, agent: WatchedAgent, wanted: readonly string[]) {
  const given = await agent.until(`the tags ${wanted.join(', ')}`, (state) => {
    const has = new Set<string>(state.tags);
    if (wanted.every((tag) => has.has(tag))) return { kind: 'given', tags: state.tags } as const;
    const why = neverJudged(state);
    return why === null ? null : ({ kind: 'never', why } as const);
  });
  if (given.kind === 'never') throw new Error(given.why);
  outcome.tags = given.tags;
  return { value: undefined, facts: { tags: given.tags }, lines: [value('tags', given.tags.join(', '))] };
}

/**
 * The rules that this machine has no answer to, in words; null if there are none. The EMS judges by the same facts, so that
 * waiting for their tags would be in vain.
 */
export function neverJudged({ posture: { verdicts, rules } }: Pick<AgentState, 'posture'>): string | null {
  const never = verdicts.filter(
    ({ verdict, reason }) => verdict === 'unknown' && reason !== undefined && isFinal(reason),
  );
  if (never.length === 0) return null;
  const titleOf = (id: number) => rules.find((rule) => rule.id === id)?.title ?? 'it has no title';
  return never
    .map(({ rule, fact, reason }) => `rule ${rule} (${titleOf(rule)}) cannot be judged here: ${fact} is ${reason}`)
    .join('\n');
}

/** What another look would not change. */
function isFinal(reason: UnknownReason): boolean {
  return (
    reason === 'not-available' || reason === 'unsupported' || reason === 'not-permitted' || reason === 'unreadable'
  );
}

/** Waits for both names and shows them; the first step of reaching anything. */
export async function seeNames({ stage, outcome }: StoryWorld, agent: WatchedAgent) {
  const seen = await agent.until('the published names', publishedIn).catch(async (error: unknown) => {
    stage.signal.throwIfAborted();
    const { destinations } = await agent.state();
    const states = destinations.map(({ destination, state }) => `${destination.host}: ${inShort(state)}`);
    throw new Error(states.length === 0 ? 'no destination came from the EMS' : states.join('\n'), { cause: error });
  });
  outcome.destinations = seen.map(({ name, address, port }) => ({ name, address, port }));
  const hosts = readFileSync(stage.places.hostsFile, 'latin1');
  const lines = hosts.split('\n').filter((line) => !line.startsWith('#') && line.includes(`.${names.domain}`));
  const inHosts = seen.every(({ hosts: isThere }) => isThere);
  return {
    value: { seen, inHosts },
    facts: { destinations: outcome.destinations, hosts: lines },
    lines: [
      ...seen.map(({ name, address, port }) => value(name, `${address}:${port}`)),
      ...unusualPorts(seen).map(remark),
      ...(inHosts
        ? [value(stage.places.hostsFile, lines.join('\n'))]
        : [
            remark(
              'Without administrator rights the hosts file stays as it is; programs are pointed to the addresses.',
            ),
          ]),
    ],
  };
}

function inShort(state: NameState): string {
  if (state.kind === 'failed') return state.failure.message;
  return state.kind === 'conflict' ? `the hosts file has it already: ${state.line}` : state.kind;
}

/** Where something on this machine has the usual port for itself, the service is on another. */
function unusualPorts(seen: readonly PublishedName[]): readonly string[] {
  const usual: Readonly<Record<string, number>> = { [names.crm]: 8080, [names.files]: 22 };
  return seen
    .filter(({ name, usualPort }) => usual[name] !== usualPort)
    .map(({ name, usualPort }) => `${name} is on port ${usualPort} here, because ${usual[name]} is not free for it.`);
}

/** A published name, and whether the hosts file leads to it. */
export interface PublishedName extends SeenDestination {
  readonly hosts: boolean;
  /** The port that people know. */
  readonly usualPort: number;
}

/** The names that lead to the agent; null while there are not two. */
export function publishedIn({ destinations }: AgentState): readonly PublishedName[] | null {
  const published = destinations.flatMap(({ destination, state }) =>
    state.kind === 'published'
      ? [
          {
            name: destination.host,
            address: state.address,
            port: state.port,
            usualPort: destination.port,
            hosts: state.hosts,
          },
        ]
      : [],
  );
  return published.length >= 2 ? published.sort((a, b) => a.name.localeCompare(b.name)) : null;
}
