// A dialog that does one thing: it says what, does it, and stays open with the reason when that fails.

import { Button, Group, Modal, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Trouble, troubleOf } from '../api/trouble.ts';
import { useLive } from './live.tsx';
import { TroubleNotice } from './trouble-notice.tsx';

export function Dialog(props: {
  readonly title: string;
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** Why it cannot be done yet; null if it can. */
  readonly obstacle: string | null;
  readonly act: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { refresh } = useLive();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  async function act(): Promise<void> {
    setBusy(true);
    setTrouble(null);
    try {
      await props.act();
      refresh();
      props.onClose();
    } catch (error) {
      setTrouble(troubleOf(error));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 0 }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (props.obstacle === null) void act();
        }}
      >
        <Stack>
          {props.children}
          {trouble === null ? null : <TroubleNotice trouble={trouble} />}
          {props.obstacle === null ? null : <output>{props.obstacle}</output>}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={isBusy}
              disabled={props.obstacle !== null}
              {...(props.isDangerous === true ? { color: 'red' } : {})}
            >
              {props.verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
