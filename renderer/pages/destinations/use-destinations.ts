// What the page of destinations needs besides the agent's state: the traffic, asked again and again, and the programs there are.

import { useEffect, useState } from 'react';
import type { Traffic } from '../../../shared/agent/activity.ts';
import type { Opener } from '../../../shared/shell/shell-contract.ts';
import { answered } from '../../call.ts';
import { useRepeatedly } from '../../repeat.ts';
import { useBridge } from '../../shell.ts';

const trafficEachMs = 2_000;

/** Null until it was told. An answer that fails leaves the older one: the list is not about the traffic. */
export function useTrafficOfDestinations(): Traffic | null {
  const bridge = useBridge();
  const [traffic, setTraffic] = useState<Traffic | null>(null);
  useRepeatedly(
    async () => {
      const answer = await answered(() => bridge.agent('traffic', {}));
      if (answer.ok) setTraffic(answer.value);
    },
    trafficEachMs,
    true,
  );
  return traffic;
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
