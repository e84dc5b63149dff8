// The one sentence that says whether all is well, and the button for what can be done.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import type { GuiState } from '../../../shared/shell/gui-state.ts';
import { useCall } from '../../call.ts';
import { usePages } from '../../frame/page-context.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Dot } from '../../parts/mark.tsx';
import { Recheck } from '../../parts/recheck.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { type Deed, heroView } from '../../views/overview.ts';

/** More names than this are a number. */
const mostNames = 4;

export function Hero(props: {
  readonly gui: GuiState;
  readonly agent: AgentState;
  readonly headingId: string;
}): ReactNode {
  const words = useWords();
  const view = heroView(props.gui, props.agent, words);
  return (
    <section className="hero" data-tone={view.tone} data-standing={view.standing} aria-labelledby={props.headingId}>
      <span className="hero-mark">
        <Dot tone={view.tone} size={30} />
      </span>
      <div className="hero-words">
        <h1 id={props.headingId} tabIndex={-1}>
          {view.sentence}
        </h1>
        <p className="quiet">{view.advice}</p>
        {view.lost.length === 0 ? null : <Lost names={view.lost} />}
      </div>
      {view.deed === null ? null : (
        <div className="hero-deed">
          <DeedButton deed={view.deed} agent={props.agent} />
        </div>
      )}
    </section>
  );
}

function Lost({ names }: { readonly names: readonly string[] }): ReactNode {
  const { overview } = useWords();
  return (
    <ul className="chips" aria-label={overview.outOfReach}>
      {names.slice(0, mostNames).map((name) => (
        <li key={name} className="chip" data-tone="waiting">
          <Shown text={name} most={60} />
        </li>
      ))}
      {names.length > mostNames ? <li className="chip">{overview.more(names.length - mostNames)}</li> : null}
    </ul>
  );
}

function DeedButton({ deed, agent }: { readonly deed: Deed; readonly agent: AgentState }): ReactNode {
  const { overview } = useWords();
  const { go } = usePages();
  const bridge = useBridge();
  const { call, run } = useCall(() => bridge.shell('openPortal', {}));
  if (deed.kind === 'check') return <Recheck agent={agent} />;
  if (deed.kind === 'go') return <Button onClick={() => go(deed.page)}>{deed.label}</Button>;
  return (
    <>
      <Button onClick={() => void run()}>{overview.actions.portal}</Button>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
    </>
  );
}
