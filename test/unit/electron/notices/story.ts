// A story of states and time, and what a person is told of it.

import assert from 'node:assert/strict';
import { noMemory } from '../../../../electron/notices/memory.ts';
import { noticesOf } from '../../../../electron/notices/notices-of.ts';
import { type GuiState, type LinkState, type Notice, notice } from '../../../../shared/shell/gui-state.ts';
import { at, connectedWith, denialOf, failure, guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';

export type Story = readonly [what: string, steps: readonly Step[], shown: readonly (readonly [number, string])[]];

/** At this second the state becomes this. */
export type Step = readonly [second: number, state: GuiState];

/** Runs a story to its end and ten minutes on, waking whenever something was due; what was told, as it stands at last. */
export function run(steps: readonly Step[]): {
  readonly kept: readonly Notice[];
  readonly shown: readonly [number, string][];
} {
  const kept = new Map<number, Notice>();
  const shown: [number, string][] = [];
  let memory = noMemory(0);
  let state = steps[0]?.[1] ?? guiWith();
  const ends = (steps.at(-1)?.[0] ?? 0) + 600;
  const events = [...steps];
  let dueAt: number | null = null;
  for (let rounds = 0; rounds < 10_000; rounds += 1) {
    const next = events[0]?.[0] ?? Number.POSITIVE_INFINITY;
    const second = Math.min(next, dueAt === null ? Number.POSITIVE_INFINITY : dueAt / 1_000);
    if (second > ends) return { kept: [...kept.values()], shown };
    const after = next <= second ? (events.shift()?.[1] ?? state) : state;
    const step = noticesOf(state, after, memory, second * 1_000);
    for (const { notice: told, isRaised } of step.told) {
      notice.parse(told);
      kept.set(told.id, told);
      if (!isRaised) shown.push([second, told.what.kind]);
    }
    assert.ok(step.dueAt === null || step.dueAt > second * 1_000, 'what is due is told, and does not wake for ever');
    ({ memory, dueAt } = step);
    state = after;
  }
  throw new Error('it never comes to rest');
}

export const gui = (over: Readonly<Record<string, unknown>> = {}, more: Partial<GuiState> = {}) =>
  guiWith(connectedWith(over), more);
export const link = (kind: LinkState): GuiState => guiWith(kind);
export const gone = (attempt = 2) => link({ kind: 'connecting', since: at, attempt });
export const rule = (title: string) => ({
  rule: 1,
  title,
  fact: null,
  verdict: 'unsatisfied',
  reason: null,
  remedy: 'x',
});
export const reason = (tag: string, isHeld: boolean, ...titles: string[]) => ({
  tag,
  isHeld,
  basis: 'rules',
  rules: titles.map(rule),
  message: null,
});
export const both = gui({ tags: ['managed', 'office'], tagReasons: [reason('managed', true), reason('office', true)] });
export const noOffice = gui({
  tags: ['managed'],
  tagReasons: [reason('managed', true), reason('office', false, 'Firewall is on', 'Disk is encrypted')],
});
export const neither = gui({
  tags: [],
  tagReasons: [reason('managed', false, 'Company file'), reason('office', false, 'Firewall is on')],
});
export const requestId = (number: number) => `req_${'A'.repeat(25)}${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}`;
export const refusal = (
  number: number,
  destination = 'crm.corp.test:8080',
  over: Readonly<Record<string, unknown>> = {},
) => denialOf(destination, ['office'], { requestId: requestId(number), ...over });
export const refused = (count: number, destination?: string) =>
  gui({ denials: Array.from({ length: count }, (_, index) => refusal(count - 1 - index, destination)) });
export const away = gui({ ems: { kind: 'waiting', failure, retryAt: at } });
export const warned = (code: string, severity: string) => gui({ warnings: [{ code, severity, text: 'a text' }] });
export const unenrolled = link(linkOfStanding['not-enrolled']);
export const portal = link(linkOfStanding['captive-portal']);
export const enrollingHere: GuiState = {
  ...unenrolled,
  invitation: {
    kind: 'enrolling',
    summary: {
      ems: 'ems.corp.test:8013',
      site: 'default' as never,
      fabricCa: 'c'.repeat(64),
      domains: [],
      mayEnroll: true,
    },
  },
};
