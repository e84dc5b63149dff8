// What the gateways publish, and which tags see it.

import { Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { call } from '../api/client.ts';
import { FetchedView } from '../parts/fetched-view.tsx';
import { TagMarks } from '../parts/labels.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { useData } from '../parts/use-data.ts';

const head = ['Destination', 'Kind', 'Host', 'Port', 'Seen by', 'Hosts entry'];

export function DestinationsPage(): ReactNode {
  const fetched = useData('destinations', () => call('destinations', {}, 'page'));
  return (
    <Stack>
      <Title order={1}>Destinations</Title>
      <Text size="sm">Seeing is not access: the gateway's own file decides who gets in.</Text>
      <FetchedView fetched={fetched}>
        {({ destinations }) => (
          <Sheet name="Destinations" head={head} empty="No gateway has published one yet.">
            {destinations.map((each) => (
              <Table.Tr key={each.id}>
                <Table.Th scope="row">{each.name}</Table.Th>
                <Table.Td>{each.kind}</Table.Td>
                <Table.Td className="console-text">{each.host}</Table.Td>
                <Table.Td>{each.port}</Table.Td>
                <Table.Td>{each.visibleTo.length === 0 ? 'nobody' : <TagMarks tags={each.visibleTo} />}</Table.Td>
                <Table.Td>{each.publish ? 'made' : 'not made'}</Table.Td>
              </Table.Tr>
            ))}
          </Sheet>
        )}
      </FetchedView>
    </Stack>
  );
}
