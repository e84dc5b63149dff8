// The destinations of the tray's menu: grouped by how they stand, each opened by one click; never more than fit.

import { accessOf, type DestinationAccess } from '../../shared/agent/access.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { localPlaceOf, openerOf, placeText } from '../../shared/shell/opener-of.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Words } from '../../shared/words/words.ts';
import type { TrayAction } from './tray-action.ts';
import type { MenuItem } from './tray-view.ts';

type Group = keyof Words['tray']['groups'];

/** A menu that is longer is read by nobody, and some desktops cut it. */
const most = 20;
/** What is out of reach comes first, and must leave room for what is not. */
const mostOf: Readonly<Record<Group, number>> = { denied: 6, allowed: most, unknown: most };
const groups: readonly Group[] = ['denied', 'allowed', 'unknown'];
const mostLetters = 64;

export function destinationItems(agent: AgentState, words: Words['tray']): readonly MenuItem[] {
  if (agent.enrollment.kind !== 'enrolled') return [];
  const all = accessOf(agent);
  const items: MenuItem[] = [];
  let shown = 0;
  for (const group of groups) {
    const of = all.filter((each) => groupOf(each) === group).slice(0, Math.min(mostOf[group], most - shown));
    if (of.length > 0) items.push({ kind: 'text', label: words.groups[group] });
    items.push(...of.map((each) => item(each, group, words)));
    shown += of.length;
  }
  return shown === all.length ? items : [...items, toPage(words.allDestinations(all.length))];
}

function groupOf({ access, offered }: DestinationAccess): Group {
  if (access.kind === 'denied' || offered === null || localPlaceOf(offered) === null) return 'denied';
  return access.kind === 'allowed' ? 'allowed' : 'unknown';
}

function item({ destination, offered }: DestinationAccess, group: Group, words: Words['tray']): MenuItem {
  const name = shownText(offered?.destination.name ?? destination, mostLetters);
  const place = offered === null ? null : localPlaceOf(offered);
  if (group === 'denied' || offered === null || place === null) return toPage(words.destination.why(name));
  const opener = openerOf(offered);
  const action: TrayAction =
    opener === null
      ? { kind: 'copy', text: placeText(place) }
      : { kind: 'open-destination', destination, with: opener };
  return { kind: 'action', label: words.destination[opener ?? 'copy'](name), action };
}

function toPage(label: string): MenuItem {
  return { kind: 'action', label, action: { kind: 'open-window', page: 'destinations' } };
}
