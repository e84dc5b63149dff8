// Follows the shell's state: keeps what a person was told, newest first, and has the system show it.

import type { Notice } from '../../shared/shell/gui-state.ts';
import type { GuiStore } from '../gui-store.ts';
import { noMemory } from './memory.ts';
import type { NoticesFile } from './notices-file.ts';
import { noticesOf } from './notices-of.ts';

export interface Notices extends AsyncDisposable {
  /** Its person has seen them all. */
  read(): void;
  clear(): void;
}

export interface NoticesPorts {
  readonly store: Pick<GuiStore, 'current' | 'change' | 'onChange'>;
  readonly file: Pick<NoticesFile, 'keep' | 'written'>;
  readonly show: (notice: Notice) => void;
  readonly now: () => Date;
}

/** The oldest go first. */
const most = 200;

export function keepNotices({ store, file, show, now }: NoticesPorts): Notices {
  let before = store.current;
  let memory = noMemory(Math.max(0, ...before.notices.map(({ id }) => id)));
  let timer: NodeJS.Timeout | undefined;

  function change(notices: readonly Notice[]): void {
    store.change({ notices: [...notices] });
    file.keep(notices);
  }

  function look(): void {
    const after = store.current;
    const at = now().getTime();
    const { told, memory: next, dueAt } = noticesOf(before, after, memory, at);
    before = after;
    memory = next;
    clearTimeout(timer);
    if (dueAt !== null) timer = setTimeout(look, Math.max(0, dueAt - at));
    if (told.length === 0) return;
    const fresh = new Map(told.map(({ notice }) => [notice.id, notice]));
    const newest = [...fresh.values()].reverse();
    change([...newest, ...after.notices.filter(({ id }) => !fresh.has(id))].slice(0, most));
    for (const { notice, isRaised } of told) if (!isRaised) show(notice);
  }

  const stop = store.onChange(look);
  look();
  return {
    read() {
      if (store.current.notices.some(({ isRead }) => !isRead))
        change(store.current.notices.map((notice) => ({ ...notice, isRead: true })));
    },
    clear: () => change([]),
    async [Symbol.asyncDispose]() {
      stop();
      clearTimeout(timer);
      await file.written();
    },
  };
}
