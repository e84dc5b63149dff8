// Asks for the reason before something is ended that cannot be taken back.

import { Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog.tsx';

export function EndDialog(props: {
  readonly title: string;
  readonly verb: string;
  /** What will be no more. */
  readonly what: string;
  readonly end: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}): ReactNode {
  const [reason, setReason] = useState('');
  const obstacle = reason.trim() === '' ? 'Say why: the audit log keeps it.' : null;
  return (
    <Dialog
      title={props.title}
      verb={props.verb}
      isDangerous
      obstacle={obstacle}
      act={() => props.end(reason.trim())}
      onClose={props.onClose}
    >
      <Text className="console-text">{props.what}</Text>
      <TextInput
        label="Reason"
        required
        maxLength={200}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  );
}
