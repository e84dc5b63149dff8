// Who did what, the newest first.

import { Stack, Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { call } from '../api/client.ts';
import { FetchedView } from '../parts/fetched-view.tsx';
import { LabelMark } from '../parts/labels.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { useData } from '../parts/use-data.ts';
import { auditRows } from '../views/audit.ts';

const head = ['When', 'Who', 'What', 'Whom', 'Outcome', 'Detail'];

export function AuditPage(): ReactNode {
  const fetched = useData('audit', () => call('audit', { limit: 200 }, 'page'));
  return (
    <Stack>
      <Title order={1}>Audit</Title>
      <FetchedView fetched={fetched}>
        {({ entries }) => (
          <Sheet name="Audit" head={head} empty="Nothing has been recorded yet.">
            {auditRows(entries).map((row) => (
              <Table.Tr key={row.key}>
                <Table.Td>{row.at}</Table.Td>
                <Table.Td className="console-text">{row.actor}</Table.Td>
                <Table.Td>{row.action}</Table.Td>
                <Table.Td className="console-text">{row.target}</Table.Td>
                <Table.Td>
                  <LabelMark label={row.outcome} />
                </Table.Td>
                <Table.Td className="console-text">{row.detail}</Table.Td>
              </Table.Tr>
            ))}
          </Sheet>
        )}
      </FetchedView>
    </Stack>
  );
}
