// People who sign in on devices: who is signed in now, and the accounts of the EMS.

import { Alert, Button, Code, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { call } from '../api/client.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FetchedView } from '../parts/fetched-view.tsx';
import { LabelMark } from '../parts/labels.tsx';
import { useLive } from '../parts/live.tsx';
import { PlaceLink } from '../parts/navigation.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { useData } from '../parts/use-data.ts';
import { endpointPath } from '../views/places.ts';
import {
  type AccountRow,
  accountRows,
  emptyAccount,
  type SignInRow,
  signInRows,
  wantedAccount,
} from '../views/users.ts';

const signInHead = ['Subject', 'Device', 'OS user', 'By', 'Groups', 'Until', 'Act'];
const accountHead = ['Account', 'State', 'Groups', 'Devices', 'Password set', 'Act'];

export function UsersPage(): ReactNode {
  const mayChange = useLive().session.role === 'admin';
  const fetched = useData('users', async () => ({
    ...(await call('userAccounts', {}, 'page')),
    ...(await call('signIns', {}, 'page')),
  }));
  const [isAdding, setAdding] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1}>Users</Title>
        {mayChange ? <Button onClick={() => setAdding(true)}>Add an account</Button> : null}
      </Group>
      {link === null ? null : <MadeLink link={link} onClose={() => setLink(null)} />}
      <FetchedView fetched={fetched}>
        {({ accounts, signIns }) => (
          <>
            <Title order={2}>Signed in</Title>
            <Sheet name="Signed in" head={signInHead} empty="Nobody is signed in.">
              {signInRows(signIns).map((row) => (
                <SignInLine key={row.key} row={row} mayChange={mayChange} />
              ))}
            </Sheet>
            <Title order={2}>Accounts of this EMS</Title>
            <Sheet name="Accounts of this EMS" head={accountHead} empty="There are none.">
              {accountRows(accounts).map((row) => (
                <AccountLine key={row.name} row={row} mayChange={mayChange} onLink={setLink} />
              ))}
            </Sheet>
          </>
        )}
      </FetchedView>
      {isAdding ? <AddAccount onLink={setLink} onClose={() => setAdding(false)} /> : null}
    </Stack>
  );
}

function MadeLink(props: { readonly link: string; readonly onClose: () => void }): ReactNode {
  return (
    <Alert title="The link, shown this once" withCloseButton closeButtonLabel="Forget it" onClose={props.onClose}>
      <Text size="sm">Whoever has it chooses the password of the account, once, within a day.</Text>
      <Code block className="console-text" aria-label="Link">
        {props.link}
      </Code>
    </Alert>
  );
}

function SignInLine({ row, mayChange }: { readonly row: SignInRow; readonly mayChange: boolean }): ReactNode {
  const [isEnding, setEnding] = useState(false);
  return (
    <Table.Tr>
      <Table.Th scope="row" className="console-text">
        {row.subject}
      </Table.Th>
      <Table.Td>
        <PlaceLink to={endpointPath(row.uid)} className="console-text">
          {row.hostname}
        </PlaceLink>
      </Table.Td>
      <Table.Td className="console-text">{row.osUser}</Table.Td>
      <Table.Td>{row.by}</Table.Td>
      <Table.Td className="console-text">{row.groups}</Table.Td>
      <Table.Td>{row.until}</Table.Td>
      <Table.Td>
        {mayChange ? <Act name="Sign out" of={row.subject} choose={() => setEnding(true)} /> : null}
        {isEnding ? (
          <Dialog
            title="Sign out"
            verb="Sign out"
            isDangerous
            obstacle={null}
            act={() => call('endSignIns', { subject: row.subject, uid: row.uid })}
            onClose={() => setEnding(false)}
          >
            <Text className="console-text">
              {row.subject} is signed out on {row.hostname}; sessions that need it are cut at once.
            </Text>
          </Dialog>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}

const acts = {
  disable: { title: 'Disable', verb: 'disableUserAccount', what: 'may not sign in, and is signed out everywhere.' },
  enable: { title: 'Enable', verb: 'enableUserAccount', what: 'may sign in again.' },
  remove: { title: 'Remove', verb: 'removeUserAccount', what: 'is removed, and signed out everywhere.' },
} as const;

function AccountLine(props: {
  readonly row: AccountRow;
  readonly mayChange: boolean;
  readonly onLink: (link: string | null) => void;
}): ReactNode {
  const { row, mayChange, onLink } = props;
  const [chosen, setChosen] = useState<keyof typeof acts | null>(null);
  const [isLinking, setLinking] = useState(false);
  const act = chosen === null ? null : acts[chosen];
  const toggle = row.isDisabled ? 'enable' : 'disable';
  return (
    <Table.Tr>
      <Table.Th scope="row" className="console-text">
        {row.name}
      </Table.Th>
      <Table.Td>
        <LabelMark label={row.state} />
      </Table.Td>
      <Table.Td className="console-text">{row.groups}</Table.Td>
      <Table.Td>{row.devices}</Table.Td>
      <Table.Td>{row.passwordSet}</Table.Td>
      <Table.Td>
        {mayChange ? (
          <Group gap="xs">
            <Act name="New link" of={row.name} choose={() => setLinking(true)} />
            <Act name={acts[toggle].title} of={row.name} choose={() => setChosen(toggle)} />
            <Act name={acts.remove.title} of={row.name} choose={() => setChosen('remove')} />
          </Group>
        ) : null}
        {act === null ? null : (
          <Dialog
            title={act.title}
            verb={act.title}
            isDangerous={chosen !== 'enable'}
            obstacle={null}
            act={() => call(act.verb, { name: row.name })}
            onClose={() => setChosen(null)}
          >
            <Text className="console-text">
              {row.name} {act.what}
            </Text>
          </Dialog>
        )}
        {isLinking ? (
          <Dialog
            title="New link"
            verb="Make link"
            obstacle={null}
            act={async () => {
              const made = await call('setUserPassword', { name: row.name, password: null });
              onLink(made.link?.link ?? null);
            }}
            onClose={() => setLinking(false)}
          >
            <Text className="console-text">
              By it {row.name} chooses another password. The one there is stays good until then.
            </Text>
          </Dialog>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}

function Act(props: { readonly name: string; readonly of: string; readonly choose: () => void }): ReactNode {
  return (
    <Button size="xs" variant="default" aria-label={`${props.name} ${props.of}`} onClick={props.choose}>
      {props.name}
    </Button>
  );
}

function AddAccount(props: {
  readonly onLink: (link: string | null) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [typed, setTyped] = useState(emptyAccount);
  const wanted = wantedAccount(typed);
  return (
    <Dialog
      title="Add an account"
      verb="Add account"
      obstacle={wanted.kind === 'incomplete' ? wanted.why : null}
      act={async () => {
        if (wanted.kind === 'incomplete') return;
        const { name, groups } = wanted;
        const made = await call('addUserAccount', { name, groups, password: null });
        props.onLink(made.link?.link ?? null);
      }}
      onClose={props.onClose}
    >
      <TextInput
        label="Name"
        placeholder="anna"
        required
        data-autofocus
        value={typed.name}
        onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
      />
      <TextInput
        label="Groups"
        description="that policies of gateways ask for"
        value={typed.groups}
        onChange={(event) => setTyped({ ...typed, groups: event.currentTarget.value })}
      />
    </Dialog>
  );
}
