// What the first page says: whether all is well, what to do if not, and who and what this device is; pure.

import { accessOf } from '../../shared/agent/access.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { GuiState, PageName, Person } from '../../shared/shell/gui-state.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { type Standing, standingOf } from '../../shared/shell/standing.ts';
import type { Words } from '../../shared/words/words.ts';
import { type Tone, toneOfStanding } from './tone.ts';

/** What the button beside the sentence does. */
export type Deed =
  | { readonly kind: 'check' }
  | { readonly kind: 'open-portal' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'go'; readonly page: PageName; readonly label: string };

export interface HeroView {
  readonly standing: Standing;
  readonly tone: Tone;
  readonly sentence: string;
  readonly advice: string;
  readonly deed: Deed | null;
  /** Services that are out of reach, by name. */
  readonly lost: readonly string[];
}

export function heroView(gui: GuiState, agent: AgentState, words: Words): HeroView {
  const standing = standingOf(gui);
  const denied = accessOf(agent).flatMap(({ access, offered, destination }) =>
    access.kind === 'denied' ? [{ name: shownText(offered?.destination.name ?? destination), access }] : [],
  );
  const lacksTags = denied.some(({ access }) => access.missing.length > 0);
  return {
    standing,
    tone: toneOfStanding[standing],
    sentence: words.standing.sentences[standing],
    advice: words.standing.advice[standing],
    deed: deedOf(standing, lacksTags, words),
    lost: standing === 'limited' ? denied.map(({ name }) => name) : [],
  };
}

function deedOf(standing: Standing, lacksTags: boolean, { overview }: Words): Deed | null {
  switch (standing) {
    case 'protected':
      return { kind: 'check' };
    case 'limited':
      return lacksTags
        ? { kind: 'go', page: 'tags', label: overview.actions.why }
        : { kind: 'go', page: 'destinations', label: overview.actions.destinations };
    case 'captive-portal':
      return { kind: 'open-portal' };
    case 'disconnected':
      return { kind: 'connect' };
    case 'ems-unreachable':
    case 'offline':
      return { kind: 'go', page: 'diagnostics', label: overview.actions.diagnostics };
    default:
      return null;
  }
}

/** Whether a user may disconnect, and must say why; null where there is nothing to ask. */
export function disconnectView({
  enrollment,
  disconnected,
  shellPolicy,
}: AgentState): { readonly needsReason: boolean } | null {
  if (enrollment.kind !== 'enrolled' || disconnected !== null || shellPolicy.disconnect === 'not-allowed') return null;
  return { needsReason: shellPolicy.disconnect === 'with-reason' };
}

export interface PersonView {
  readonly name: string;
  readonly initials: string;
  readonly avatar: string | null;
  /** Account, device, domain: what tells this one from another. */
  readonly details: readonly string[];
}

export function personView({ user, fullName, device, domain, avatar }: Person, { overview }: Words): PersonView {
  const account = shownText(user, 100);
  const name = shownText(fullName ?? '', 100) || account;
  const details = [...(name === account ? [] : [account]), shownText(device, 100)];
  return {
    name,
    initials: initialsOf(name),
    avatar,
    details: [...details, domain === null ? overview.noDomain : shownText(domain, 100)],
  };
}

/** Of the first and the last word; a script without spaces gives its first letter. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  const first = words.at(0) ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return [first, last].map((word) => [...word].at(0)?.toLocaleUpperCase() ?? '').join('');
}

export interface CertificateView {
  /** Its first and last digits: enough to tell it from another. */
  readonly shortSerial: string;
  readonly serial: string;
  readonly ends: string;
  readonly hasEnded: boolean;
  readonly keptIn: string;
}

export function certificateView(
  enrolled: Extract<AgentState['enrollment'], { kind: 'enrolled' }>,
  { overview }: Words,
  now: number,
): CertificateView {
  const { serial, certificateEnds, machineKey } = enrolled;
  return {
    shortSerial: `${serial.slice(0, 6)}…${serial.slice(-4)}`,
    serial,
    ends: certificateEnds,
    hasEnded: Date.parse(certificateEnds) <= now,
    keptIn: overview.keptIn[machineKey.kept],
  };
}

const severities = ['high', 'medium', 'low'] as const;
const toneOfSeverity = { high: 'bad', medium: 'waiting', low: 'off' } as const satisfies Record<string, Tone>;

export interface WarningView {
  readonly key: string;
  readonly tone: Tone;
  readonly severity: string;
  readonly text: string;
}

/** The gravest first. */
export function warningViews({ warnings }: AgentState, { overview }: Words): readonly WarningView[] {
  return warnings
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map(({ code, severity, text }) => ({
      key: code,
      tone: toneOfSeverity[severity],
      severity: overview.severities[severity],
      text: shownText(text),
    }));
}

/** The tags for the overview: those held, and how many there could be. */
export function tagSummary({ tags, tagReasons }: AgentState): {
  readonly held: readonly string[];
  readonly missing: number;
} {
  return { held: tags.map((tag) => shownText(tag)), missing: tagReasons.filter(({ isHeld }) => !isHeld).length };
}
