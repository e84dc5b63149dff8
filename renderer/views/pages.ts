// Which pages there are just now, which of them is shown, and what the keys do among them.

import { type GuiState, type PageName, pageName } from '../../shared/shell/gui-state.ts';

/** What a device that belongs to nobody has to show. */
const withoutEnrolment: readonly PageName[] = ['overview', 'notifications', 'diagnostics', 'settings'];

/** A link that is away for a moment takes no page away: what needs the agent says so in its place. */
export function pagesOf({ link }: Pick<GuiState, 'link'>): readonly PageName[] {
  if (link.kind !== 'connected' || link.agent.enrollment.kind === 'enrolled') return pageName.options;
  return withoutEnrolment;
}

export function shownPage(gui: Pick<GuiState, 'link'>, asked: PageName): PageName {
  return pagesOf(gui).includes(asked) ? asked : 'overview';
}

/** Where the window goes by itself between two states; null: it stays. */
export function calledPage(before: GuiState | null, now: GuiState): PageName | null {
  if (now.wanted !== null && now.wanted.at !== before?.wanted?.at) return now.wanted.page;
  // A question must be seen, whatever page is open.
  const isAsked = now.invitation.kind !== 'none' && (before === null || before.invitation.kind === 'none');
  return isAsked ? 'overview' : null;
}

/** What stands in the place of the page: with another of these, whoever read there begins anew. */
export function placeOf({ link, invitation }: GuiState, page: PageName): string {
  if (page !== 'overview') return page;
  return [page, invitation.kind, link.kind === 'connected' ? link.agent.enrollment.kind : 'no agent'].join(' ');
}

export function unreadCount({ notices }: Pick<GuiState, 'notices'>): number {
  return notices.filter((notice) => !notice.isRead).length;
}

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Ctrl (on macOS: Command) and a digit: the page of that number. */
export function pageOfKey(key: Key, pages: readonly PageName[], isMac: boolean): PageName | null {
  const isHeld = isMac ? key.metaKey && !key.ctrlKey : key.ctrlKey && !key.metaKey;
  if (!isHeld || key.altKey || key.shiftKey || !/^[1-9]$/.test(key.key)) return null;
  return pages[Number(key.key) - 1] ?? null;
}

/** Up, down, Home and End within a list of so many; null: another key. */
export function placeAfterKey(key: string, place: number, count: number): number | null {
  if (key === 'ArrowDown') return (place + 1) % count;
  if (key === 'ArrowUp') return (place + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
