// What the tray shows, as data: icon, tooltip and menu are a function of the shell's state.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { GuiState } from '../../shared/shell/gui-state.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { type Standing, standingOf } from '../../shared/shell/standing.ts';
import type { Words } from '../../shared/words/words.ts';
import { destinationItems } from './destination-items.ts';
import { signInItems } from './sign-in-items.ts';
import type { TrayAction } from './tray-action.ts';

export interface TrayView {
  /** Which icon; how it is drawn on this desktop is not the view's business. */
  readonly icon: Standing;
  /** Something only a person can end; desktops may make the icon stand out. */
  readonly needsPerson: boolean;
  readonly tooltip: { readonly title: string; readonly text: string };
  readonly menu: readonly MenuItem[];
}

/** Labels are plain text, in one line; whoever draws them marks what would be read as an accelerator. */
export type MenuItem =
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly MenuItem[] }
  | { readonly kind: 'separator' };

const mostTags = 20;
const namesOfOthers = 64;

const forPerson: ReadonlySet<Standing> = new Set([
  'agent-stopped',
  'incompatible',
  'refused',
  'not-enrolled',
  'limited',
  'blocked',
  'captive-portal',
  'disconnected',
]);

export function trayView(state: GuiState, words: Words): TrayView {
  const standing = standingOf(state);
  const agent = state.link.kind === 'connected' ? state.link.agent : null;
  const sections = [
    [{ kind: 'text', label: words.standing.sentences[standing] }, ...remedyItems(standing, agent, words.tray)],
    agent === null ? [] : signInItems(agent, state.person, words.tray),
    agent === null ? [] : destinationItems(agent, words.tray),
    agent === null ? [] : tagItems(agent, words.tray),
    endItems(agent, words.tray),
  ] satisfies readonly (readonly MenuItem[])[];
  return {
    icon: standing,
    needsPerson: forPerson.has(standing),
    tooltip: {
      title: `${words.tray.product}: ${words.standing.names[standing]}`,
      text: `${words.standing.sentences[standing]} ${words.standing.advice[standing]}`,
    },
    menu: separated(sections),
  };
}

/** What helps, where something stands against all being well. */
function remedyItems(standing: Standing, agent: AgentState | null, words: Words['tray']): readonly MenuItem[] {
  const page = (label: string, name: 'overview' | 'destinations'): readonly MenuItem[] => [
    { kind: 'action', label, action: { kind: 'open-window', page: name } },
  ];
  switch (standing) {
    case 'captive-portal':
      return agent?.network.kind === 'portal' && agent.network.url !== null
        ? [{ kind: 'action', label: words.signIn, action: { kind: 'open-portal' } }]
        : [];
    case 'limited':
      return page(words.more, 'destinations');
    case 'disconnected':
      return [{ kind: 'action', label: words.connect, action: { kind: 'connect' } }];
    case 'not-enrolled':
      return page(words.enroll, 'overview');
    case 'agent-stopped':
    case 'incompatible':
    case 'refused':
    case 'blocked':
    case 'ems-unreachable':
      return page(words.more, 'overview');
    default:
      return [];
  }
}

function tagItems({ enrollment, tags }: AgentState, words: Words['tray']): readonly MenuItem[] {
  if (enrollment.kind !== 'enrolled') return [];
  const more = tags.length > mostTags ? words.allTags(tags.length) : words.whyTags;
  const items: readonly MenuItem[] = [
    ...(tags.length === 0 ? [{ kind: 'text', label: words.noTags } as const] : []),
    ...tags.slice(0, mostTags).map((tag) => ({ kind: 'text', label: shownText(tag, namesOfOthers) }) as const),
    { kind: 'separator' },
    { kind: 'action', label: more, action: { kind: 'open-window', page: 'tags' } },
  ];
  return [{ kind: 'submenu', label: words.tags(tags.length), items }];
}

function endItems(agent: AgentState | null, words: Words['tray']): readonly MenuItem[] {
  const item = (label: string, action: TrayAction): MenuItem => ({ kind: 'action', label, action });
  return [
    item(words.open, { kind: 'open-window', page: null }),
    ...(agent?.enrollment.kind === 'enrolled' ? [item(words.recheck, { kind: 'recheck' })] : []),
    ...disconnectItems(agent, words),
    item(words.diagnostics, { kind: 'open-window', page: 'diagnostics' }),
    item(words.about, { kind: 'open-window', page: 'settings' }),
    // Whether the organisation allows it is known from the agent alone; not known is no.
    ...(agent?.shellPolicy.mayQuit === true ? [item(words.quit, { kind: 'quit' })] : []),
  ];
}

function disconnectItems(agent: AgentState | null, words: Words['tray']): readonly MenuItem[] {
  if (agent?.enrollment.kind !== 'enrolled' || agent.disconnected !== null) return [];
  switch (agent.shellPolicy.disconnect) {
    case 'allowed':
      return [{ kind: 'action', label: words.disconnect, action: { kind: 'disconnect' } }];
    case 'with-reason':
      return [{ kind: 'action', label: words.disconnectAsking, action: { kind: 'open-window', page: 'overview' } }];
    default:
      return [];
  }
}

function separated(sections: readonly (readonly MenuItem[])[]): readonly MenuItem[] {
  const filled = sections.filter((section) => section.length > 0);
  return filled.flatMap((section, index) => (index === 0 ? section : [{ kind: 'separator' } as const, ...section]));
}
