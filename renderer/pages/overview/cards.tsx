// The cards of the overview: tags, EMS, certificate, network.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { count } from '../../../shared/words/format.ts';
import { usePages } from '../../frame/page-context.ts';
import { Ago, useNow } from '../../parts/ago.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Pairs, Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useLanguage, useWords } from '../../use-words.ts';
import { certificateView, tagSummary } from '../../views/overview.ts';

export type Enrolled = Extract<AgentState['enrollment'], { kind: 'enrolled' }>;

export function TagsCard({ agent }: { readonly agent: AgentState }): ReactNode {
  const { overview } = useWords();
  const { go } = usePages();
  const { held, missing } = tagSummary(agent);
  return (
    <Section
      title={overview.tags}
      drawing="tags"
      actions={
        <Button variant="subtle" size="compact-sm" onClick={() => go('tags')}>
          {overview.seeTags}
        </Button>
      }
    >
      {held.length === 0 ? (
        <p className="quiet">{overview.noTags}</p>
      ) : (
        <ul className="chips">
          {held.map((tag) => (
            <li key={tag} className="chip" data-tone="good">
              <Shown text={tag} />
            </li>
          ))}
        </ul>
      )}
      {missing === 0 ? null : <Mark tone="waiting">{overview.missingTags(missing)}</Mark>}
    </Section>
  );
}

export function EmsCard({ agent, enrolled }: { readonly agent: AgentState; readonly enrolled: Enrolled }): ReactNode {
  const { overview } = useWords();
  return (
    <Section title={overview.ems} drawing="server">
      <Pairs
        pairs={[
          [overview.emsAddress, <Shown key="ems" text={enrolled.ems} />],
          [overview.site, <Shown key="site" text={enrolled.site} />],
          ...linkPairs(agent.ems, overview),
        ]}
      />
    </Section>
  );
}

function linkPairs(
  link: AgentState['ems'],
  words: ReturnType<typeof useWords>['overview'],
): readonly (readonly [string, ReactNode])[] {
  switch (link.kind) {
    case 'connected':
      return [
        [words.connected, <Ago key="since" at={link.since} />],
        [words.lastReport, link.lastReport === null ? words.noReport : <Ago key="report" at={link.lastReport} />],
      ];
    case 'waiting':
      return [
        [words.connected, words.off],
        [words.retry, <Ago key="retry" at={link.retryAt} />],
      ];
    case 'connecting':
      return [[words.connected, words.connecting]];
    case 'off':
      return [[words.connected, words.off]];
    default:
      return assertNever(link);
  }
}

export function CertificateCard({ enrolled }: { readonly enrolled: Enrolled }): ReactNode {
  const words = useWords();
  const { overview } = words;
  const now = useNow();
  const view = certificateView(enrolled, words, now);
  return (
    <Section title={overview.certificate} drawing="certificate">
      <Pairs
        pairs={[
          [
            overview.serial,
            <span key="serial" className="with-button">
              <code title={view.serial}>{view.shortSerial}</code>
              <CopyButton text={view.serial} label={overview.copySerial} isSmall />
            </span>,
          ],
          [
            view.hasEnded ? overview.expired : overview.expires,
            view.hasEnded ? (
              <Mark key="ends" tone="bad">
                <Ago at={view.ends} />
              </Mark>
            ) : (
              <span key="ends">
                <Ago at={view.ends} />. <span className="quiet">{overview.renewal}</span>
              </span>
            ),
          ],
          [overview.key, view.keptIn],
        ]}
      />
    </Section>
  );
}

export function NetworkCard({ agent }: { readonly agent: AgentState }): ReactNode {
  const { overview } = useWords();
  const language = useLanguage();
  return (
    <Section title={overview.network} drawing="network">
      <Pairs
        pairs={[
          [overview.internet, overview.internetStates[agent.network.kind]],
          [overview.fabric, overview.fabricStates[agent.fabric]],
          [overview.sessions, count(language, agent.sessions.length)],
        ]}
      />
    </Section>
  );
}
