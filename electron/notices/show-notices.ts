// Has the system show a notice: one of a topic at a time, and a click leads to the page that says more.

import type { Notification } from 'electron';
import type { GuiState, Notice } from '../../shared/shell/gui-state.ts';
import { pageOfNotice } from '../../shared/shell/notice-page.ts';
import { noticeText } from '../../shared/shell/notice-text.ts';
import { words } from '../../shared/words/words.ts';
import type { TrayAction } from '../tray/tray-action.ts';

export interface ShowNoticesPorts {
  /** Of the module `electron`; whoever runs it gives it. */
  readonly Notification: Pick<typeof Notification, 'isSupported'> & {
    new (options: Electron.NotificationConstructorOptions): Pick<Notification, 'show' | 'close' | 'on'>;
  };
  readonly state: () => GuiState;
  readonly isPresenting: () => Promise<boolean>;
  /** How text must be written so that this desktop shows it as it is. */
  readonly asText: (text: string) => Promise<string>;
  readonly act: (action: TrayAction) => void;
}

export interface ShownNotices extends Disposable {
  /** Shows it unless its person wants none, or must not be interrupted; it stands on its page in any case. */
  show(notice: Notice): Promise<void>;
}

export function showNotices({ Notification, state, isPresenting, asText, act }: ShowNoticesPorts): ShownNotices {
  /** Kept, or a click on it would be lost when it is collected. */
  const shown = new Map<Notice['topic'], Pick<Notification, 'show' | 'close' | 'on'>>();
  return {
    async show({ topic, what }) {
      const { settings, language } = state();
      if (!settings.notices || !Notification.isSupported() || (await isPresenting())) return;
      const { title, body } = noticeText(what, words[language], language);
      const notification = new Notification({ title, body: await asText(body), silent: true });
      notification.on('click', () => act({ kind: 'open-window', page: pageOfNotice[what.kind] }));
      notification.on('close', () => {
        if (shown.get(topic) === notification) shown.delete(topic);
      });
      const before = shown.get(topic);
      shown.set(topic, notification);
      before?.close();
      notification.show();
    },
    [Symbol.dispose]() {
      for (const notification of shown.values()) notification.close();
      shown.clear();
    },
  };
}
