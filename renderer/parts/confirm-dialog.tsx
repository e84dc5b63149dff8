// Asks before something that cannot be taken back; stays open with the reason when it fails.

import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PageAnswer } from '../../shared/shell/shell-contract.ts';
import { useCall } from '../call.ts';
import { useWords } from '../use-words.ts';
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
  const { frame } = useWords();
  const { call, run } = useCall(props.act);

  async function act(): Promise<void> {
    if (call.kind === 'busy') return;
    const answer = await run();
    if (answer.ok) props.onClose();
  }

  return (
    <Modal
      opened
      centered
      onClose={props.onClose}
      title={props.title}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': frame.close }}
      transitionProps={{ duration: 0 }}
    >
      <div className="stack">
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
      </div>
    </Modal>
  );
}
