// What systemd wants to hear of a service of `Type=notify`, in the words of sd_notify(3).

import type { Logger } from '../../log.ts';

export const systemdVariables = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID'] as const;

/** Sends one message; false if it did not leave. Null where this system has no such sockets. */
export type NotifySocket = (message: string) => boolean;

export interface Notified {
  readonly beatEveryMs: number | null;
  ready(place: string): void;
  beat(): void;
  stopping(): void;
}

/** Null unless systemd listens. `openSocket` gets the address as the variable has it. */
export async function systemd(
  variables: Readonly<Record<string, string>>,
  pid: number,
  openSocket: (address: string) => Promise<NotifySocket | null>,
  log: Logger,
): Promise<Notified | null> {
  const address = variables.NOTIFY_SOCKET ?? '';
  if (address === '') return null;
  const send = await openSocket(address);
  if (send === null) {
    // Whoever waits for the word gives up on us in the end; this says why.
    log.error('systemd cannot be told anything', { address });
    return null;
  }
  const tell = (...lines: readonly string[]): void => {
    if (!send(lines.join('\n'))) log.warn('systemd was not reached', { told: lines[0] });
  };
  return {
    beatEveryMs: beatEveryMs(variables, pid),
    ready: (place) => tell('READY=1', `STATUS=serving at ${place}`),
    beat: () => tell('WATCHDOG=1'),
    stopping: () => tell('STOPPING=1', 'STATUS=stopping'),
  };
}

const longestMs = 15_000;

/** A quarter of the time that systemd waits, so that one slow answer ends nobody; null if it does not watch this process. */
export function beatEveryMs(variables: Readonly<Record<string, string>>, pid: number): number | null {
  const watched = variables.WATCHDOG_PID;
  if (watched !== undefined && watched !== String(pid)) return null;
  const microseconds = variables.WATCHDOG_USEC ?? '';
  if (!/^[1-9]\d{0,15}$/.test(microseconds)) return null;
  return Math.min(longestMs, Math.max(1, Math.floor(Number(microseconds) / 4_000)));
}
