// One device: what it is, why it has its tags, its certificates, and what ends it.

import { Button, Group, Stack, Table, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { DeviceId } from '../../../shared/ids.ts';
import { call } from '../api/client.ts';
import { EndDialog } from '../parts/end-dialog.tsx';
import { FetchedView } from '../parts/fetched-view.tsx';
import { LabelMark } from '../parts/labels.tsx';
import { useLive } from '../parts/live.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { TagSection } from '../parts/tag-section.tsx';
import { useData } from '../parts/use-data.ts';
import { type EndpointView, endpointView } from '../views/endpoint.ts';
import { tagBlocks } from '../views/posture.ts';

type Ending =
  | { readonly kind: 'device' }
  | { readonly kind: 'release' }
  | { readonly kind: 'certificate'; readonly serial: string };

export function EndpointPage({ uid }: { readonly uid: DeviceId }): ReactNode {
  const mayChange = useLive().session.role === 'admin';
  const [ending, setEnding] = useState<Ending | null>(null);
  const fetched = useData(`endpoint ${uid}`, async () => ({
    details: await call('showEndpoint', { uid }, 'page'),
    rulebook: await call('rules', {}, 'page'),
  }));
  return (
    <FetchedView fetched={fetched}>
      {({ details, rulebook }, at) => {
        const view = endpointView(details, at);
        return (
          <Stack gap="lg">
            <Group>
              <Title order={1} className="console-text">
                {view.title}
              </Title>
              {view.labels.map((label) => (
                <LabelMark key={label.text} label={label} />
              ))}
            </Group>
            {mayChange ? <Acts view={view} choose={setEnding} /> : null}
            <dl className="console-pairs">
              {view.facts.map(({ name, value }) => (
                <Pair key={name} name={name} value={value} />
              ))}
            </dl>
            <TagSection blocks={tagBlocks(details, rulebook, at)} />
            <Certificates view={view} mayChange={mayChange} choose={setEnding} />
            {ending === null ? null : (
              <Ends uid={uid} title={view.title} ending={ending} onClose={() => setEnding(null)} />
            )}
          </Stack>
        );
      }}
    </FetchedView>
  );
}

function Pair({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

interface Choosing {
  readonly view: EndpointView;
  readonly choose: (ending: Ending) => void;
}

function Acts({ view, choose }: Choosing): ReactNode {
  return (
    <Group>
      {view.may.revoke ? (
        <Button color="red" onClick={() => choose({ kind: 'device' })}>
          Revoke device
        </Button>
      ) : null}
      {view.may.release ? (
        <Button variant="default" onClick={() => choose({ kind: 'release' })}>
          Release
        </Button>
      ) : null}
    </Group>
  );
}

const certificateHead = ['For', 'State', 'Serial', 'Issuer', 'From', 'Until', 'Act'];

function Certificates({ view, mayChange, choose }: Choosing & { readonly mayChange: boolean }): ReactNode {
  return (
    <Stack gap="xs">
      <Title order={2}>Certificates</Title>
      <Sheet name="Certificates" head={certificateHead} empty="None was ever issued.">
        {view.certificates.map((each) => (
          <Table.Tr key={each.serial}>
            <Table.Th scope="row" className="console-text">
              {each.kind}
            </Table.Th>
            <Table.Td>
              <LabelMark label={each.state} />
            </Table.Td>
            <Table.Td className="console-hex">{each.serial}</Table.Td>
            <Table.Td>{each.issuer}</Table.Td>
            <Table.Td>{each.from}</Table.Td>
            <Table.Td>{each.until}</Table.Td>
            <Table.Td>
              {each.isRevocable && mayChange ? (
                <Button
                  size="xs"
                  color="red"
                  variant="outline"
                  aria-label={`Revoke certificate ${each.serial}`}
                  onClick={() => choose({ kind: 'certificate', serial: each.serial })}
                >
                  Revoke
                </Button>
              ) : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Sheet>
    </Stack>
  );
}

function Ends(props: {
  readonly uid: DeviceId;
  readonly title: string;
  readonly ending: Ending;
  readonly onClose: () => void;
}): ReactNode {
  const { uid, ending, onClose, title } = props;
  if (ending.kind === 'certificate')
    return (
      <EndDialog
        title="Revoke certificate"
        verb="Revoke certificate"
        what={`The certificate ${ending.serial} of ${title} opens nothing any more; its sessions are cut at once.`}
        end={(reason) => call('revokeCertificate', { serial: ending.serial, reason })}
        onClose={onClose}
      />
    );
  if (ending.kind === 'device')
    return (
      <EndDialog
        title="Revoke device"
        verb="Revoke device"
        what={`${title} (${uid}) and all its certificates open nothing any more; its sessions are cut at once.`}
        end={(reason) => call('revokeEndpoint', { uid, reason })}
        onClose={onClose}
      />
    );
  return (
    <EndDialog
      title="Release"
      verb="Release"
      what={`Whoever has an invitation may enroll once more as ${title} (${uid}) without proof, such as a reinstalled machine.`}
      end={(reason) => call('releaseEndpoint', { uid, reason })}
      onClose={onClose}
    />
  );
}
