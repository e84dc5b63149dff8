// The activity as far as it is known, kept true while it is looked at.

import { useRef, useState } from 'react';
import type { PageError } from '../../../shared/shell/shell-contract.ts';
import { answered } from '../../call.ts';
import { useRepeatedly } from '../../repeat.ts';
import { useBridge } from '../../shell.ts';
import { useWords } from '../../use-words.ts';
import { type ActivityLog, emptyLog, withNews } from '../../views/activity-log.ts';

const askEachMs = 1_000;

export function useActivityLog(): {
  readonly log: ActivityLog;
  /** Whether the agent has answered yet. */
  readonly isKnown: boolean;
  readonly error: PageError | null;
} {
  const bridge = useBridge();
  const words = useWords();
  const [log, setLog] = useState(emptyLog);
  const [isKnown, setKnown] = useState(false);
  const [error, setError] = useState<PageError | null>(null);
  const last = useRef(0);
  useRepeatedly(
    async () => {
      const answer = await answered(() => bridge.agent('activity', { after: last.current }));
      setError(answer.ok ? null : answer.error);
      if (!answer.ok) return;
      setKnown(true);
      // One that counts anew is asked for all it has, next time.
      last.current = answer.value.last < last.current ? 0 : answer.value.last;
      setLog((before) => withNews(before, answer.value, words));
    },
    askEachMs,
    true,
  );
  return { log, isKnown, error };
}
