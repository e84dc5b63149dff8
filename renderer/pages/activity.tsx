// The page "Activity": what happened to connections of this device, live, to be searched and exported.

import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { useNow } from '../parts/ago.tsx';
import { Empty } from '../parts/empty.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Page } from '../parts/page.tsx';
import { Pager } from '../parts/pager.tsx';
import { useWords } from '../use-words.ts';
import { chosenActivity, everything } from '../views/activity-list.ts';
import type { ActivityRow } from '../views/activity-log.ts';
import { paged } from '../views/paging.ts';
import { ActivityDetail } from './activity/activity-detail.tsx';
import { ActivityExport } from './activity/activity-export.tsx';
import { ActivityFilter } from './activity/activity-filter.tsx';
import { ActivityTable } from './activity/activity-table.tsx';
import { useActivityLog } from './activity/use-activity-log.ts';

const onOnePage = 50;

export function ActivityPage(): ReactNode {
  const { frame, activity } = useWords();
  const { log, isKnown, error } = useActivityLog();
  const now = useNow();
  const [choice, setChoice] = useState(everything);
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<ActivityRow | null>(null);

  // Ten thousand entries are searched after the letter that was typed is seen.
  const sought = useDeferredValue(choice);
  const found = useMemo(() => chosenActivity(log.rows, sought, now), [log.rows, sought, now]);
  const shown = paged(found, page, onOnePage);

  return (
    <Page title={frame.pages.activity} lead={activity.about} actions={<ActivityExport rows={found} />}>
      {error === null ? null : <ErrorNotice error={error} />}
      {log.rows.length === 0 ? (
        isKnown ? (
          <Empty drawing="activity" title={activity.none} />
        ) : (
          <p className="quiet">{frame.loading}</p>
        )
      ) : (
        <>
          <ActivityFilter
            rows={log.rows}
            choice={choice}
            found={found.length}
            onChoice={(next) => {
              setChoice(next);
              setPage(1);
            }}
          />
          {found.length === 0 ? (
            <Empty drawing="search" title={activity.noneFound} />
          ) : (
            <ActivityTable rows={shown.items} onOpen={setOpen} />
          )}
          <Pager paged={shown} onPage={setPage} />
        </>
      )}
      {open === null ? null : (
        <ActivityDetail row={log.rows.find(({ id }) => id === open.id) ?? open} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}
