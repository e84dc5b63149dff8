// Invitations: made for devices, shown once, listed, revoked.

import {
  Alert,
  Button,
  Code,
  CopyButton,
  Group,
  NativeSelect,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { siteName } from '../../../shared/ids.ts';
import { call } from '../api/client.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FetchedView } from '../parts/fetched-view.tsx';
import { LabelMark } from '../parts/labels.tsx';
import { useLive } from '../parts/live.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { useData } from '../parts/use-data.ts';
import {
  emptyInvitation,
  type InvitationRow,
  invitationRows,
  lifetimes,
  wantedInvitation,
} from '../views/invitations.ts';

const head = ['Invitation', 'State', 'For', 'Site', 'Domains', 'Used', 'Expires', 'Note', 'Act'];

export function InvitationsPage(): ReactNode {
  const mayChange = useLive().session.role === 'admin';
  const fetched = useData('invitations', () => call('invitations', {}, 'page'));
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1}>Invitations</Title>
        {mayChange ? <Button onClick={() => setMaking(true)}>Invite a device</Button> : null}
      </Group>
      {made === null ? null : <MadeInvitation invitation={made} onClose={() => setMade(null)} />}
      <FetchedView fetched={fetched}>
        {({ invitations }) => (
          <Sheet name="Invitations" head={head} empty="There are none.">
            {invitationRows(invitations).map((row) => (
              <InvitationLine key={row.id} row={row} mayChange={mayChange} />
            ))}
          </Sheet>
        )}
      </FetchedView>
      {isMaking ? <Invite onMade={setMade} onClose={() => setMaking(false)} /> : null}
    </Stack>
  );
}

function MadeInvitation(props: { readonly invitation: string; readonly onClose: () => void }): ReactNode {
  return (
    <Alert title="The invitation, shown this once" withCloseButton closeButtonLabel="Forget it" onClose={props.onClose}>
      <Stack gap="xs">
        <Text size="sm">Whoever has it can enroll a device. The EMS keeps only its hash.</Text>
        <Code block className="console-text" aria-label="Invitation">
          {props.invitation}
        </Code>
        <CopyButton value={props.invitation}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  );
}

function InvitationLine({ row, mayChange }: { readonly row: InvitationRow; readonly mayChange: boolean }): ReactNode {
  const [isEnding, setEnding] = useState(false);
  return (
    <Table.Tr>
      <Table.Th scope="row" className="console-hex">
        {row.id}
      </Table.Th>
      <Table.Td>
        <LabelMark label={row.state} />
      </Table.Td>
      <Table.Td>{row.role}</Table.Td>
      <Table.Td>{row.site}</Table.Td>
      <Table.Td className="console-text">{row.domains}</Table.Td>
      <Table.Td>{row.used}</Table.Td>
      <Table.Td>{row.expires}</Table.Td>
      <Table.Td className="console-text">{row.note}</Table.Td>
      <Table.Td>
        {row.isRevocable && mayChange ? (
          <Button
            size="xs"
            color="red"
            variant="outline"
            aria-label={`Revoke ${row.id}`}
            onClick={() => setEnding(true)}
          >
            Revoke
          </Button>
        ) : null}
        {isEnding ? (
          <Dialog
            title="Revoke invitation"
            verb="Revoke invitation"
            isDangerous
            obstacle={null}
            act={() => call('revokeInvitation', { id: row.id })}
            onClose={() => setEnding(false)}
          >
            <Text>Nobody enrolls with it any more; devices that did stay enrolled.</Text>
          </Dialog>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}

function Invite(props: { readonly onMade: (invitation: string) => void; readonly onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState(emptyInvitation);
  const wanted = wantedInvitation(typed);
  return (
    <Dialog
      title="Invite a device"
      verb="Make invitation"
      obstacle={wanted.kind === 'incomplete' ? wanted.why : null}
      act={async () => {
        if (wanted.kind === 'incomplete') return;
        const { kind: _, domains, ...rest } = wanted;
        const site = siteName.parse('default');
        const { invitation } = await call('invite', { ...rest, domains: [...domains], role: 'device', site });
        props.onMade(invitation);
      }}
      onClose={props.onClose}
    >
      <TextInput
        label="Domains"
        description="whose names the EMS may publish on the device; only its own administrator can add more"
        placeholder="corp.test"
        required
        data-autofocus
        value={typed.domains}
        onChange={(event) => setTyped({ ...typed, domains: event.currentTarget.value })}
      />
      <TextInput
        label="How many devices may use it"
        inputMode="numeric"
        required
        value={typed.uses}
        onChange={(event) => setTyped({ ...typed, uses: event.currentTarget.value })}
      />
      <NativeSelect
        label="Good for"
        data={lifetimes.map(({ label }) => label)}
        value={typed.lifetime}
        onChange={(event) => setTyped({ ...typed, lifetime: event.currentTarget.value })}
      />
      <TextInput
        label="Note"
        maxLength={200}
        value={typed.note}
        onChange={(event) => setTyped({ ...typed, note: event.currentTarget.value })}
      />
    </Dialog>
  );
}
