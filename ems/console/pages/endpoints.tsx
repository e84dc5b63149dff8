// All devices, to search and to filter.

import { Checkbox, Group, NativeSelect, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { call } from '../api/client.ts';
import { FetchedView } from '../parts/fetched-view.tsx';
import { LabelMark, TagMarks } from '../parts/labels.tsx';
import { PlaceLink } from '../parts/navigation.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { useData } from '../parts/use-data.ts';
import { type EndpointRow, endpointRows, endpointStates, everyEndpoint, tagsAmong } from '../views/endpoints.ts';
import { endpointPath } from '../views/places.ts';

const head = ['Host name', 'Online', 'State', 'Tags', 'System', 'ZTNA serial', 'Last seen', 'uid'];

export function EndpointsPage(): ReactNode {
  const fetched = useData('endpoints', () => call('endpoints', {}, 'page'));
  const [filter, setFilter] = useState(everyEndpoint);
  return (
    <Stack>
      <Title order={1}>Endpoints</Title>
      <FetchedView fetched={fetched}>
        {({ endpoints }, at) => {
          const rows = endpointRows(endpoints, filter, at);
          return (
            <>
              <Group align="flex-end">
                <TextInput
                  type="search"
                  label="Search"
                  placeholder="host name, uid, system, serial"
                  value={filter.search}
                  onChange={(event) => setFilter({ ...filter, search: event.currentTarget.value })}
                />
                <NativeSelect
                  label="Tag"
                  data={[{ value: '', label: 'any' }, ...tagsAmong(endpoints)]}
                  value={filter.tag}
                  onChange={(event) => setFilter({ ...filter, tag: event.currentTarget.value })}
                />
                <NativeSelect
                  label="State"
                  data={[{ value: '', label: 'any' }, ...endpointStates]}
                  value={filter.state}
                  onChange={(event) => setFilter({ ...filter, state: event.currentTarget.value })}
                />
                <Checkbox
                  label="online only"
                  checked={filter.isOnlineOnly}
                  onChange={(event) => setFilter({ ...filter, isOnlineOnly: event.currentTarget.checked })}
                />
              </Group>
              <Text size="sm" aria-live="polite">
                {rows.length} of {endpoints.length}
              </Text>
              <Sheet
                name="Endpoints"
                head={head}
                empty={
                  endpoints.length === 0
                    ? 'No device has enrolled yet. Make an invitation on the page Invitations.'
                    : 'No device is like that.'
                }
              >
                {rows.map((row) => (
                  <EndpointLine key={row.uid} row={row} />
                ))}
              </Sheet>
            </>
          );
        }}
      </FetchedView>
    </Stack>
  );
}

function EndpointLine({ row }: { readonly row: EndpointRow }): ReactNode {
  return (
    <Table.Tr>
      <Table.Th scope="row" className="console-text">
        <PlaceLink to={endpointPath(row.uid)}>{row.hostname}</PlaceLink>
      </Table.Th>
      <Table.Td>
        <LabelMark label={row.presence} />
      </Table.Td>
      <Table.Td>
        <LabelMark label={row.state} />
      </Table.Td>
      <Table.Td>
        <TagMarks tags={row.tags} />
      </Table.Td>
      <Table.Td className="console-text">{row.os}</Table.Td>
      <Table.Td className="console-hex">{row.serial}</Table.Td>
      <Table.Td>{row.lastSeen}</Table.Td>
      <Table.Td className="console-hex">{row.uid}</Table.Td>
    </Table.Tr>
  );
}
