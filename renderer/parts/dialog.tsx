// What is looked at for a while in front of its page, and then put away.

import { Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../use-words.ts';

export function Dialog(props: {
  readonly title: ReactNode;
  readonly size?: 'md' | 'lg';
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { frame } = useWords();
  useFocusBack();
  return (
    <Modal.Root
      opened
      centered
      size={props.size ?? 'lg'}
      onClose={props.onClose}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* Mantine's own head is an element `header`, which would be a second one of the whole window. */}
        <div className="dialog-head">
          <Modal.Title>{props.title}</Modal.Title>
          <Modal.CloseButton aria-label={frame.close} />
        </div>
        <Modal.Body>
          <div className="stack">{props.children}</div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Whoever puts it away goes on where they were. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => wayBack(before)?.focus(), [before]);
}

/** What stands in a popover is gone with it: then it is the button that brought it forth. */
function wayBack(before: Element | null): HTMLElement | null {
  const popover = before?.closest('[popover]') ?? null;
  const place = popover === null ? before : document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
  return place instanceof HTMLElement ? place : null;
}
