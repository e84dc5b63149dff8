// Gateways: those that wait are compared and approved, those that are here can be withdrawn.

import { Button, Checkbox, Code, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { siteName } from '../../../shared/ids.ts';
import { call } from '../api/client.ts';
import { Dialog } from '../parts/dialog.tsx';
import { EndDialog } from '../parts/end-dialog.tsx';
import { FetchedView } from '../parts/fetched-view.tsx';
import { LabelMark } from '../parts/labels.tsx';
import { useLive } from '../parts/live.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { useData } from '../parts/use-data.ts';
import { approvalOf, type GatewayRow, gatewayRows } from '../views/gateways.ts';

type Chosen = { readonly act: 'approve' | 'withdraw'; readonly row: GatewayRow };

const head = ['Gateway', 'State', 'Link', 'Names', 'Sites', 'Addresses', 'Destinations', 'Key fingerprint', 'Act'];

export function GatewaysPage(): ReactNode {
  const fetched = useData('gateways', () => call('gateways', {}, 'page'));
  const [chosen, setChosen] = useState<Chosen | null>(null);
  return (
    <Stack>
      <Title order={1}>Gateways</Title>
      <FetchedView fetched={fetched}>
        {({ gateways }) => (
          <Sheet
            name="Gateways"
            head={head}
            empty="No gateway has asked to join yet. Make an invitation: stile ems invite gateway"
          >
            {gatewayRows(gateways).map((row) => (
              <GatewayLine key={row.id} row={row} choose={setChosen} />
            ))}
          </Sheet>
        )}
      </FetchedView>
      {chosen?.act === 'approve' ? <Approve row={chosen.row} onClose={() => setChosen(null)} /> : null}
      {chosen?.act === 'withdraw' ? (
        <EndDialog
          title="Withdraw gateway"
          verb="Withdraw gateway"
          what={`${chosen.row.names} (${chosen.row.id}) loses its link, its certificate and its place in every profile at once.`}
          end={(reason) => call('withdrawGateway', { id: chosen.row.id, reason })}
          onClose={() => setChosen(null)}
        />
      ) : null}
    </Stack>
  );
}

function GatewayLine({
  row,
  choose,
}: {
  readonly row: GatewayRow;
  readonly choose: (chosen: Chosen) => void;
}): ReactNode {
  const mayChange = useLive().session.role === 'admin';
  return (
    <Table.Tr>
      <Table.Th scope="row" className="console-hex">
        {row.id}
      </Table.Th>
      <Table.Td>
        <LabelMark label={row.state} />
      </Table.Td>
      <Table.Td>
        <LabelMark label={row.link} />
      </Table.Td>
      <Table.Td>{row.names}</Table.Td>
      <Table.Td>{row.sites}</Table.Td>
      <Table.Td>{row.addresses}</Table.Td>
      <Table.Td>{row.destinations}</Table.Td>
      <Table.Td className="console-hex">{row.fingerprint}</Table.Td>
      <Table.Td>
        <Group gap="xs">
          {row.may.approve && mayChange ? (
            <Button size="xs" aria-label={`Approve ${row.id}`} onClick={() => choose({ act: 'approve', row })}>
              Approve
            </Button>
          ) : null}
          {row.may.withdraw && mayChange ? (
            <Button
              size="xs"
              color="red"
              variant="outline"
              aria-label={`Withdraw ${row.id}`}
              onClick={() => choose({ act: 'withdraw', row })}
            >
              Withdraw
            </Button>
          ) : null}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function Approve({ row, onClose }: { readonly row: GatewayRow; readonly onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState({ names: '', sites: 'default', isCompared: false });
  const approval = approvalOf(typed);
  return (
    <Dialog
      title="Approve gateway"
      verb="Approve gateway"
      obstacle={approval.kind === 'incomplete' ? approval.why : null}
      act={async () => {
        if (approval.kind === 'incomplete') return;
        const sites = approval.sites.map((site) => siteName.parse(site));
        await call('approveGateway', { id: row.id, names: [...approval.names], sites });
      }}
      onClose={onClose}
    >
      <Text>The gateway showed a fingerprint when it asked to join. It must be this one:</Text>
      <Code block className="console-text">
        {row.fingerprint}
      </Code>
      <Checkbox
        label="I compared it, and it is the same"
        checked={typed.isCompared}
        onChange={(event) => setTyped({ ...typed, isCompared: event.currentTarget.checked })}
      />
      <TextInput
        label="DNS names"
        description="in its certificate; separated by commas"
        required
        data-autofocus
        value={typed.names}
        onChange={(event) => setTyped({ ...typed, names: event.currentTarget.value })}
      />
      <TextInput
        label="Sites"
        description="whose devices it serves"
        required
        value={typed.sites}
        onChange={(event) => setTyped({ ...typed, sites: event.currentTarget.value })}
      />
    </Dialog>
  );
}
