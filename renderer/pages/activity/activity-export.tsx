// Saves what the filter shows, for other programs.

import { Button } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useCall } from '../../call.ts';
import { Icon } from '../../frame/icons.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { More } from '../../parts/more.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { type ExportForm, exportedActivity, exportForms } from '../../views/activity-export.ts';
import type { ActivityRow } from '../../views/activity-log.ts';

export function ActivityExport({ rows }: { readonly rows: readonly ActivityRow[] }): ReactNode {
  const { activity } = useWords();
  const bridge = useBridge();
  const id = useId();
  const { call, run } = useCall((form: ExportForm) => bridge.shell('save', exportedActivity(rows, form, Date.now())));
  return (
    <div className="export">
      <Button
        variant="default"
        popoverTarget={id}
        disabled={rows.length === 0}
        leftSection={<Icon drawing="download" size={16} />}
      >
        {activity.export}
      </Button>
      <More
        id={id}
        label={activity.export}
        note={activity.exportHint}
        items={exportForms.map((form) => ({
          drawing: 'download',
          label: activity.exportAs[form],
          act: () => void run(form),
        }))}
      />
      <output className="small quiet">{call.kind === 'done' && call.value.saved ? activity.saved : ''}</output>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
    </div>
  );
}
