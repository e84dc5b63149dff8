// Does something again and again while somebody looks: at once, and then a while after each time it was done.

import { useEffect, useRef } from 'react';

/** `act` may be another function each time and does not reject; `isOn: false` pauses. */
export function useRepeatedly(act: () => Promise<void>, eachMs: number, isOn: boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!isOn) return;
    let isOver = false;
    let isBusy = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function round(): Promise<void> {
      clearTimeout(timer);
      // Nobody looks: it goes on when somebody does.
      if (isOver || isBusy || document.hidden) return;
      isBusy = true;
      await latest.current();
      isBusy = false;
      if (!isOver) timer = setTimeout(() => void round(), eachMs);
    }
    const seen = () => void round();
    document.addEventListener('visibilitychange', seen);
    void round();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [eachMs, isOn]);
}
