// Says why a destination is out of reach and what helps, and says it anew whenever something has changed.

import { type ReactNode, useEffect } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { useLatest } from '../../latest.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Recheck } from '../../parts/recheck.tsx';
import { RuleRows } from '../../parts/rule-rows.tsx';
import { Pairs } from '../../parts/section.tsx';
import { useBridge } from '../../shell.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import { needsAttention } from '../../views/destination-list.ts';
import type { DestinationRow } from '../../views/destinations.ts';
import { type WhyView, whyView } from '../../views/why.ts';
import type { DestinationActs } from './use-destination-acts.ts';

export function WhyDialog(props: {
  readonly row: DestinationRow;
  readonly agent: AgentState;
  readonly acts: Pick<DestinationActs, 'ask'>;
}): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const bridge = useBridge();
  const { row, agent } = props;
  const { told, ask } = useLatest(() => bridge.agent('why', { destination: row.place }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new state of the agent is asked about anew
  useEffect(() => void ask(), [ask, agent.revision]);
  const own = words.destinations.explanation;
  return (
    <Dialog
      title={<bdi className="shown">{needsAttention(row) ? own.title(row.name) : own.titleOther(row.name)}</bdi>}
      onClose={() => props.acts.ask(null)}
    >
      {told.error === null ? null : <ErrorNotice error={told.error} />}
      {told.value === null ? (
        told.error === null ? (
          <p className="quiet">{words.frame.loading}</p>
        ) : null
      ) : (
        <Explained view={whyView(told.value, agent, words, language)} agent={agent} />
      )}
    </Dialog>
  );
}

function Explained({ view, agent }: { readonly view: WhyView; readonly agent: AgentState }): ReactNode {
  const words = useWords();
  const own = words.destinations.explanation;
  return (
    <>
      <output className="why-sentence">
        <Mark tone={view.tone}>
          <span className="shown">{view.sentence}</span>
        </Mark>
      </output>
      {view.messages.map((message) => (
        <figure key={message} className="why-message">
          <figcaption className="quiet small">{own.messages}</figcaption>
          <bdi className="shown">{message}</bdi>
        </figure>
      ))}
      {view.obstacles.map(({ tag, rules }) => (
        <section key={tag} className="stack">
          <h3 className="shown">{own.obstacles(tag)}</h3>
          <RuleRows rows={rules} label={own.obstacles(tag)} />
        </section>
      ))}
      {view.steps.length === 0 ? null : (
        <section className="stack">
          <h3>{own.next}</h3>
          <ul className="points">
            {view.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
          {view.canRecheck ? <Recheck agent={agent} /> : null}
        </section>
      )}
      {view.last === null ? null : (
        <section className="stack">
          <h3>{own.last}</h3>
          <Pairs pairs={lastPairs(view.last, words)} />
        </section>
      )}
    </>
  );
}

function lastPairs(
  last: NonNullable<WhyView['last']>,
  { activity, destinations }: ReturnType<typeof useWords>,
): readonly (readonly [string, ReactNode])[] {
  const terms = activity.detail;
  const id = last.requestId;
  return [
    [terms.at, last.at],
    [terms.why, `${last.text} (${last.code})`],
    ...(last.policy === null ? [] : [[terms.policy, <bdi key="policy">{last.policy}</bdi>] as const]),
    [
      terms.requestId,
      <span key="id" className="with-button">
        <code dir="ltr">{id}</code>
        <CopyButton isSmall text={id} label={destinations.explanation.copyRequestId} />
      </span>,
    ],
  ];
}
