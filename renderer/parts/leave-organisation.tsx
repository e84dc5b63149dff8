// The button with which a device leaves its organisation, and the question before it.

import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { shownText } from '../../shared/shell/shown-text.ts';
import { useBridge, useGui } from '../shell.ts';
import { useWords } from '../use-words.ts';
import { administratorCommand } from '../views/commands.ts';
import { Command } from './command.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Only administrators may; the daemon says so to everybody else, and the dialog has the command for them. */
export function LeaveOrganisation({ ems }: { readonly ems: string }): ReactNode {
  const { enrolment } = useWords();
  const bridge = useBridge();
  const { about } = useGui();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="outline" color="red" onClick={() => setAsking(true)}>
        {enrolment.leave}
      </Button>
      {isAsking ? (
        <ConfirmDialog
          title={enrolment.leaveTitle}
          verb={enrolment.leaveConfirm}
          refuse={enrolment.stay}
          act={() => bridge.agent('unenroll', {})}
          onClose={() => setAsking(false)}
        >
          <p>{enrolment.leaveText(shownText(ems))}</p>
          <ul className="points">
            {enrolment.leaveMeaning.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
          <p className="quiet small">{enrolment.leaveNotAllowed}</p>
          <Command command={administratorCommand('unenroll', about.platform)} />
        </ConfirmDialog>
      ) : null}
    </>
  );
}
