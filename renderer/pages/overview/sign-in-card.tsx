// The card of the overview about its person's sign-in: sign in, wait, sign out.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { GuiState } from '../../../shared/shell/gui-state.ts';
import { useCall } from '../../call.ts';
import { Ago } from '../../parts/ago.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Pairs, Section } from '../../parts/section.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useBridge } from '../../shell.ts';
import { useLanguage, useWords } from '../../use-words.ts';
import { type SignInView, signInView } from '../../views/sign-in.ts';

export function SignInCard({ gui, agent }: { readonly gui: GuiState; readonly agent: AgentState }): ReactNode {
  const words = useWords();
  const view = signInView(agent, gui.person, words, useLanguage());
  if (view === null) return null;
  return (
    <Section title={words.signIn.title} drawing="certificate">
      <Content view={view} />
    </Section>
  );
}

function Content({ view }: { readonly view: SignInView }): ReactNode {
  switch (view.kind) {
    case 'offered':
      return <Offered view={view} />;
    case 'waiting':
      return <Waiting until={view.until} />;
    case 'verified':
      return <Verified view={view} />;
    default:
      return assertNever(view);
  }
}

function Offered({ view }: { readonly view: Extract<SignInView, { kind: 'offered' }> }): ReactNode {
  const { signIn } = useWords();
  const bridge = useBridge();
  const { call, run } = useCall((provider: string) => bridge.shell('openSignIn', { provider }));
  const error = call.kind === 'failed' ? call.error : view.failure;
  return (
    <>
      <p>
        <Shown text={view.sentence} />
      </p>
      <div className="actions">
        {view.buttons.map(({ provider, label }) => (
          <Button key={provider} loading={call.kind === 'busy'} onClick={() => void run(provider)}>
            <Shown text={label} />
          </Button>
        ))}
      </div>
      {error === null ? null : <ErrorNotice error={error} title={signIn.failed} />}
    </>
  );
}

function Waiting({ until }: { readonly until: string }): ReactNode {
  const { signIn } = useWords();
  const bridge = useBridge();
  const { run } = useCall(() => bridge.agent('cancelSignIn', {}));
  return (
    <>
      <p role="status">{signIn.waiting}</p>
      <Pairs pairs={[[signIn.waitsUntil, <Ago key="until" at={until} />]]} />
      <div className="actions">
        <Button variant="default" onClick={() => void run()}>
          {signIn.cancel}
        </Button>
      </div>
    </>
  );
}

function Verified({ view }: { readonly view: Extract<SignInView, { kind: 'verified' }> }): ReactNode {
  const { signIn } = useWords();
  const bridge = useBridge();
  const { call, run } = useCall(() => bridge.agent('signOut', {}));
  return (
    <>
      <Pairs
        pairs={[
          [signIn.as, <Shown key="as" text={view.subject} />],
          [signIn.groups, <Shown key="groups" text={view.groups} />],
          [signIn.until, <Ago key="until" at={view.until} />],
        ]}
      />
      <div className="actions">
        <Button variant="default" loading={call.kind === 'busy'} onClick={() => void run()}>
          {signIn.out}
        </Button>
      </div>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
    </>
  );
}
