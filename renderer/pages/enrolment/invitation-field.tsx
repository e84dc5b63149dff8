// Takes an invitation, pasted or dropped; nothing happens with it but that it is read.

import { Button, Textarea } from '@mantine/core';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useCall } from '../../call.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { pastedInvitation } from '../../views/enrolment.ts';

export function InvitationField(): ReactNode {
  const { enrolment } = useWords();
  const bridge = useBridge();
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [isOver, setOver] = useState(false);
  const { call, run } = useCall((invitation: string) => bridge.shell('readInvitation', { text: invitation }));

  function read(pasted: string): void {
    const invitation = pastedInvitation(pasted);
    setMissing(invitation === null);
    if (invitation !== null) void run(invitation);
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.getData('text/plain');
    setText(dropped);
    read(dropped);
  }

  return (
    <form
      className="invitation-field"
      data-over={isOver}
      onSubmit={(event) => {
        event.preventDefault();
        read(text);
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Textarea
        label={enrolment.paste}
        description={isOver ? enrolment.drop : enrolment.pasteHint}
        placeholder={enrolment.placeholder}
        error={isMissing ? enrolment.pasteNothing : undefined}
        rows={4}
        dir="ltr"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="actions">
        <Button type="submit" aria-disabled={call.kind === 'busy'}>
          {enrolment.read}
        </Button>
      </div>
      <p className="quiet small">{enrolment.nothingYet}</p>
      {call.kind === 'failed' ? <ErrorNotice error={call.error} /> : null}
    </form>
  );
}
