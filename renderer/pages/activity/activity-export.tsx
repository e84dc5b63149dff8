// Saves what the filter shows, for other programs.

import { Button, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCall } from '../../call.ts';
import { Icon } from '../../frame/icons.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { type ExportForm, exportedActivity, exportForms } from '../../views/activity-export.ts';
import type { ActivityRow } from '../../views/activity-log.ts';

export function ActivityExport({ rows }: { readonly rows: readonly ActivityRow[] }): ReactNode {
  const { activity } = useWords();
  const bridge = useBridge();
  const { call, run } = useCall((form: ExportForm) => bridge.shell('save', exportedActivity(rows, form, Date.now())));
  return (
    <div className="export">
      <Menu position="bottom-end" transitionProps={{ duration: 0 }} width="max-content">
        <Menu.Target>
          <Button variant="default" disabled={rows.length === 0} leftSection={<Icon drawing="download" size={16} />}>
            {activity.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{activity.exportHint}</Menu.Label>
          {exportForms.map((form) => (
            <Menu.Item key={form} onClick={() => void run(form)}>
              {activity.exportAs[form]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <output className="small quiet">{call.kind === 'done' && call.value.saved ? activity.saved : ''}</output>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
    </div>
  );
}
