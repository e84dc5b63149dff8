// Asks before a destination that its user added is removed.

import type { ReactNode } from 'react';
import type { DestinationId } from '../../../shared/ids.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import type { DestinationRow } from '../../views/destinations.ts';
import type { DestinationActs } from './use-destination-acts.ts';

export function RemoveDestination(props: {
  readonly row: DestinationRow;
  readonly id: DestinationId;
  readonly acts: Pick<DestinationActs, 'ask' | 'say'>;
}): ReactNode {
  const { frame, destinations } = useWords();
  const bridge = useBridge();
  const { row, id, acts } = props;
  return (
    <ConfirmDialog
      title={destinations.removeQuestion(row.name)}
      verb={destinations.remove}
      refuse={frame.cancel}
      act={async () => {
        const answer = await bridge.agent('removePersonalDestination', { id });
        if (answer.ok) acts.say(destinations.removed(row.name));
        return answer;
      }}
      onClose={() => acts.ask(null)}
    >
      <p className="shown">{destinations.removeMeaning(row.address)}</p>
    </ConfirmDialog>
  );
}
