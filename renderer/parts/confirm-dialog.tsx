// Asks before something that cannot be taken back; stays open with the reason when it fails.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PageAnswer } from '../../shared/shell/shell-contract.ts';
import { useCall } from '../call.ts';
import { Dialog } from './dialog.tsx';
import { ErrorNotice } from './error-notice.tsx';

export function ConfirmDialog(props: {
  readonly title: string;
  readonly verb: string;
  /** The way out; it has the focus. */
  readonly refuse: string;
  readonly act: () => Promise<PageAnswer<unknown>>;
  readonly onClose: () => void;
  /** What it means. */
  readonly children: ReactNode;
}): ReactNode {
  const { call, run } = useCall(props.act);

  async function act(): Promise<void> {
    if (call.kind === 'busy') return;
    const answer = await run();
    if (answer.ok) props.onClose();
  }

  return (
    <Dialog title={props.title} size="md" onClose={props.onClose}>
      {props.children}
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
      <div className="actions answers">
        <Button variant="default" data-autofocus onClick={props.onClose}>
          {props.refuse}
        </Button>
        <Button color="red" aria-disabled={call.kind === 'busy'} onClick={() => void act()}>
          {props.verb}
        </Button>
      </div>
    </Dialog>
  );
}
