// What the page of destinations needs besides the agent's state: the traffic, asked again and again, and the programs there are.

import { startTransition, useEffect, useState } from 'react';
import type { Traffic } from '../../../shared/agent/activity.ts';
import type { Opener } from '../../../shared/shell/shell-contract.ts';
import { answered } from '../../call.ts';
import { useRepeatedly } from '../../repeat.ts';
import { useBridge } from '../../shell.ts';
import { type DestinationRow, withTraffic } from '../../views/destinations.ts';

const trafficEachMs = 2_000;

/** An answer that fails leaves the older one: the list is not about the traffic. What is typed meanwhile goes before it. */
export function useRowsWithTraffic(rows: readonly DestinationRow[]): readonly DestinationRow[] {
  const bridge = useBridge();
  const [traffic, setTraffic] = useState<Traffic | null>(null);
  useRepeatedly(
    async () => {
      const answer = await answered(() => bridge.agent('traffic', {}));
      if (answer.ok) startTransition(() => setTraffic(answer.value));
    },
    trafficEachMs,
    true,
  );
  const [shown, setShown] = useState<Shown>({ rows, traffic: null, joined: rows });
  if (shown.rows === rows && shown.traffic === traffic) return shown.joined;
  // Rows that were drawn with the same traffic stay the same.
  const joined = withTraffic(shown.rows === rows ? shown.joined : rows, traffic);
  setShown({ rows, traffic, joined });
  return joined;
}

interface Shown {
  readonly rows: readonly DestinationRow[];
  readonly traffic: Traffic | null;
  readonly joined: readonly DestinationRow[];
}

const none: readonly Opener[] = [];

export function useOpeners(): readonly Opener[] {
  const bridge = useBridge();
  const [openers, setOpeners] = useState(none);
  useEffect(() => {
    let isOver = false;
    void answered(() => bridge.shell('openers', {})).then((answer) => {
      if (answer.ok && !isOver) setOpeners(answer.value.openers);
    });
    return () => {
      isOver = true;
    };
  }, [bridge]);
  return openers;
}
