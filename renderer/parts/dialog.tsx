// What is looked at for a while in front of its page, and then put away.

import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../use-words.ts';

export function Dialog(props: {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { frame } = useWords();
  return (
    <Modal
      opened
      centered
      size="lg"
      onClose={props.onClose}
      title={props.title}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': frame.close }}
      transitionProps={{ duration: 0 }}
    >
      <div className="stack">{props.children}</div>
    </Modal>
  );
}
