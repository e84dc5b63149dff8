// The one sentence that says whether all is well, and the button for what can be done.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import type { GuiState } from '../../../shared/shell/gui-state.ts';
import { useCall } from '../../call.ts';
import { usePages } from '../../frame/page-context.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Hero } from '../../parts/hero.tsx';
import { Recheck } from '../../parts/recheck.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { type Deed, heroView } from '../../views/overview.ts';
import { Connect } from './disconnecting.tsx';

/** More names than this are a number. */
const mostNames = 4;

export function StandingHero({ gui, agent }: { readonly gui: GuiState; readonly agent: AgentState }): ReactNode {
  const view = heroView(gui, agent, useWords());
  return (
    <Hero
      tone={view.tone}
      sentence={view.sentence}
      advice={view.advice}
      deed={view.deed === null ? undefined : <DeedButton deed={view.deed} agent={agent} />}
    >
      {view.lost.length === 0 ? null : <Lost names={view.lost} />}
    </Hero>
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
  if (deed.kind === 'connect') return <Connect />;
  if (deed.kind === 'go') return <Button onClick={() => go(deed.page)}>{deed.label}</Button>;
  return (
    <>
      <Button onClick={() => void run()}>{overview.actions.portal}</Button>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
    </>
  );
}
