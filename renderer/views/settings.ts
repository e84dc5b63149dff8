// What can be chosen in the settings, and what is told of the program itself; pure.

import type { About, GuiState } from '../../shared/shell/gui-state.ts';
import type { ShellSettings } from '../../shared/shell/shell-settings.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { type Language, language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';

export interface LanguageChoice {
  readonly value: Language | 'system';
  readonly label: string;
  /** To be read aloud in; null for the label in the language of the page. */
  readonly lang: Language | null;
}

/** Each in its own name, so that whoever landed in a foreign one finds the way back. */
const ownNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  'zh-Hans': '简体中文',
};

export function languageChoices({ settings }: Pick<Words, 'settings'>): readonly LanguageChoice[] {
  const own = language.options.map((value) => ({ value, label: ownNames[value], lang: value }));
  return [{ value: 'system', label: settings.look.system, lang: null }, ...own];
}

export type LockedSettings = { readonly [K in keyof ShellSettings]: boolean };

/** What the organisation manages, as far as the agent is there to say so; the shell refuses to change it in any case. */
export function lockedSettings({ link }: Pick<GuiState, 'link'>): LockedSettings {
  const managed = link.kind === 'connected' ? link.agent.managed.shell : {};
  return {
    language: managed.language !== undefined,
    theme: managed.theme !== undefined,
    startAtLogin: managed.startAtLogin !== undefined,
    notices: managed.notices !== undefined,
  };
}

export interface AboutLine {
  readonly term: string;
  readonly text: string;
}

export function aboutLines(
  { about, link }: Pick<GuiState, 'about' | 'link'>,
  { settings }: Pick<Words, 'settings'>,
): readonly AboutLine[] {
  const own = settings.version;
  return [
    { term: own.product, text: shownText(about.version, 64) },
    { term: own.agent, text: link.kind === 'connected' ? shownText(link.agent.agentVersion, 64) : own.noAgent },
    { term: own.runtime, text: runtimeText(about, own) },
    { term: own.chrome, text: shownText(about.chrome, 64) },
    { term: own.node, text: shownText(about.node, 64) },
    { term: own.platform, text: own.platforms[about.platform] },
  ];
}

function runtimeText({ runtime, electron }: About, own: Words['settings']['version']): string {
  const version = shownText(electron, 64);
  return runtime === 'electron' ? own.electron(version) : own.standIn(version);
}

/** The EMS that this device would leave; null where it belongs to none. */
export function organisationOf({ link }: Pick<GuiState, 'link'>): string | null {
  if (link.kind !== 'connected' || link.agent.enrollment.kind !== 'enrolled') return null;
  return shownText(link.agent.enrollment.ems, 300);
}
