// The buttons that disconnect the agent, after a question, and connect it again.

import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { useCall } from '../../call.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { disconnectView } from '../../views/overview.ts';

const longestReason = 300;

export function Disconnect({ agent }: { readonly agent: AgentState }): ReactNode {
  const { disconnecting } = useWords().overview;
  const bridge = useBridge();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const view = disconnectView(agent);
  if (view === null) return null;
  return (
    <div className="actions">
      <Button variant="default" onClick={() => setAsking(true)}>
        {disconnecting.ask}
      </Button>
      {isAsking ? (
        <ConfirmDialog
          title={disconnecting.title}
          verb={disconnecting.verb}
          refuse={disconnecting.stay}
          act={() => bridge.agent('disconnect', { reason })}
          onClose={() => setAsking(false)}
        >
          <p>{disconnecting.text}</p>
          <Textarea
            label={disconnecting.reason}
            description={view.needsReason ? disconnecting.reasonHint : undefined}
            required={view.needsReason}
            maxLength={longestReason}
            rows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <p className="quiet small">{disconnecting.told}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

export function Connect(): ReactNode {
  const { disconnecting } = useWords().overview;
  const bridge = useBridge();
  const { call, run } = useCall(() => bridge.agent('connect', {}));
  return (
    <>
      <Button aria-disabled={call.kind === 'busy'} onClick={() => void run()}>
        {disconnecting.connect}
      </Button>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
    </>
  );
}
