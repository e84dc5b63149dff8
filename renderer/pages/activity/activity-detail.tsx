// Everything that is known of one entry, with its request id to copy.

import type { ReactNode } from 'react';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Pairs } from '../../parts/section.tsx';
import { useLanguage, useWords } from '../../use-words.ts';
import type { ActivityRow } from '../../views/activity-log.ts';
import { activityDetail, requestIdOf } from '../../views/activity-words.ts';

export function ActivityDetail({
  row,
  onClose,
}: {
  readonly row: ActivityRow;
  readonly onClose: () => void;
}): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const own = words.activity;
  const id = requestIdOf(row);
  const lines = activityDetail(row, words, language).map(
    ({ term, text }) =>
      [
        term,
        <bdi key={term} className="shown">
          {text}
        </bdi>,
      ] as const,
  );
  return (
    <Dialog title={own.kinds[row.kind]} onClose={onClose}>
      <Pairs
        pairs={[
          ...lines,
          [
            own.detail.requestId,
            id === null ? (
              own.detail.noRequestId
            ) : (
              <span key="id" className="with-button">
                <code dir="ltr">{id}</code>
                <CopyButton isSmall text={id} label={own.detail.copyRequestId} />
              </span>
            ),
          ],
        ]}
      />
    </Dialog>
  );
}
