// What can be done with a destination from its row, and what came of the last thing that was done.

import { useCallback, useMemo, useState } from 'react';
import type { DestinationId } from '../../../shared/ids.ts';
import type { Opener, PageError } from '../../../shared/shell/shell-contract.ts';
import { answered } from '../../call.ts';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import type { DestinationRow } from '../../views/destinations.ts';

/** What is asked in front of the list. */
export type Asked =
  | { readonly kind: 'add' }
  | { readonly kind: 'why'; readonly row: DestinationRow }
  | { readonly kind: 'remove'; readonly row: DestinationRow; readonly id: DestinationId };

export interface DestinationActs {
  readonly open: (row: DestinationRow, opener: Opener) => void;
  readonly copy: (text: string) => void;
  readonly asked: Asked | null;
  readonly ask: (asked: Asked | null) => void;
  /** For screen readers: what was done last. */
  readonly said: string;
  readonly say: (text: string) => void;
  readonly error: PageError | null;
}

export function useDestinationActs(): DestinationActs {
  const bridge = useBridge();
  const { destinations } = useWords();
  const [asked, ask] = useState<Asked | null>(null);
  const [said, say] = useState('');
  const [error, setError] = useState<PageError | null>(null);

  const open = useCallback(
    async (row: DestinationRow, opener: Opener): Promise<void> => {
      const answer = await answered(() => bridge.shell('open', { destination: row.place, with: opener }));
      setError(answer.ok ? null : answer.error);
      if (answer.ok) say(destinations.opened(row.name));
    },
    [bridge, destinations],
  );
  const copy = useCallback(
    async (text: string): Promise<void> => {
      const answer = await answered(() => bridge.shell('copy', { text }));
      setError(answer.ok ? null : answer.error);
      if (answer.ok) say(destinations.copied(text));
    },
    [bridge, destinations],
  );
  // The rows are drawn anew only when one of these changes.
  return useMemo(
    () => ({
      open: (row, opener) => void open(row, opener),
      copy: (text) => void copy(text),
      asked,
      ask,
      said,
      say,
      error,
    }),
    [open, copy, asked, said, error],
  );
}
