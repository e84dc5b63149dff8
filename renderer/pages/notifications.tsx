// The page "Notifications": what happened that a person had to know, day by day.

import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { usePages } from '../frame/page-context.ts';
import { Ago, useNow } from '../parts/ago.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Empty } from '../parts/empty.tsx';
import { Dot } from '../parts/mark.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { useBridge, useGui } from '../shell.ts';
import { useLanguage, useWords } from '../use-words.ts';
import { type NoticeItem, noticeDays } from '../views/notices.ts';

export function NotificationsPage(): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const bridge = useBridge();
  const now = useNow();
  const { notices } = useGui();
  const [isAsking, setAsking] = useState(false);
  const fresh = useFreshNotices();
  const own = words.noticesPage;
  const days = noticeDays(notices, words, language, now);
  return (
    <Page
      title={words.frame.pages.notifications}
      lead={own.about}
      actions={
        notices.length === 0 ? null : (
          <Button variant="default" onClick={() => setAsking(true)}>
            {own.clear}
          </Button>
        )
      }
    >
      {days.length === 0 ? (
        <Empty drawing="notifications" title={own.none}>
          {own.noneMore}
        </Empty>
      ) : null}
      {days.map(({ name, items }) => (
        <Section key={name} title={name}>
          <ul className="rows">
            {items.map((item) => (
              <NoticeLine key={item.id} item={item} isNew={fresh.has(item.id)} />
            ))}
          </ul>
        </Section>
      ))}
      {isAsking ? (
        <ConfirmDialog
          title={own.clearQuestion}
          verb={own.clearYes}
          refuse={words.frame.cancel}
          act={() => bridge.shell('clearNotices', {})}
          onClose={() => setAsking(false)}
        >
          <p>{own.clearMeaning}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  );
}

function NoticeLine({ item, isNew }: { readonly item: NoticeItem; readonly isNew: boolean }): ReactNode {
  const { noticesPage } = useWords();
  const { all, go } = usePages();
  const { leadsTo } = item;
  return (
    <li className="row notice-line">
      <Dot tone={item.tone} size={14} />
      <div>
        <div className="row-head">
          <h3 className="row-title shown">
            {item.title} {isNew ? <span className="chip">{noticesPage.isNew}</span> : null}
          </h3>
          <span className="quiet small">
            <Ago at={item.at} />
          </span>
        </div>
        <p className="shown">{item.body}</p>
        {item.requestId === null ? null : <p className="quiet small shown">{noticesPage.requestId(item.requestId)}</p>}
        {leadsTo === null || !all.includes(leadsTo) ? null : (
          <button type="button" className="link-button" onClick={() => go(leadsTo)}>
            {noticesPage.go[leadsTo]}
          </button>
        )}
      </div>
    </li>
  );
}

/** Says that they were seen, and remembers for as long as the page is open which of them were new. */
function useFreshNotices(): ReadonlySet<number> {
  const bridge = useBridge();
  const { notices } = useGui();
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const more = notices.filter(({ id, isRead }) => !isRead && !fresh.has(id));
  if (more.length > 0) setFresh(new Set([...fresh, ...more.map(({ id }) => id)]));
  const hasUnread = notices.some(({ isRead }) => !isRead);
  useEffect(() => {
    if (!hasUnread) return;
    function seen(): void {
      if (!document.hidden) void bridge.shell('readNotices', {});
    }
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [bridge, hasUnread]);
  return fresh;
}
