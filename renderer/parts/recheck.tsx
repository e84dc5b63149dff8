// Has the agent look at every fact again, and says what that came to.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { useCall } from '../call.ts';
import { Icon } from '../frame/icons.tsx';
import { useBridge } from '../shell.ts';
import { useWords } from '../use-words.ts';
import { checkedText } from '../views/posture.ts';
import { ErrorNotice } from './error-notice.tsx';

export function Recheck({ agent, isPrimary }: { readonly agent: AgentState; readonly isPrimary?: boolean }): ReactNode {
  const words = useWords();
  const bridge = useBridge();
  const { call, run } = useCall(() => bridge.agent('recheck', {}));
  const isBusy = call.kind === 'busy';
  return (
    <div className="recheck">
      <Button
        variant={isPrimary === true ? 'filled' : 'default'}
        leftSection={
          <span className={isBusy ? 'turning' : undefined}>
            <Icon drawing="refresh" size={16} />
          </span>
        }
        aria-disabled={isBusy}
        onClick={() => (isBusy ? undefined : void run())}
      >
        {isBusy ? words.verdicts.checking : words.verdicts.check}
      </Button>
      <output className="small quiet">{call.kind === 'done' ? checkedText(agent, words) : ''}</output>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
    </div>
  );
}
