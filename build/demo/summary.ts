// The summary a demo ends with, and when it counts as well.

/** A destination as the agent publishes it on this machine. */
export interface SeenDestination {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** What a story found out; null for what it did not come to. Times in milliseconds. */
export interface Outcome {
  uid: string | null;
  serial: string | null;
  tags: readonly string[];
  destinations: readonly SeenDestination[];
  transfer: { readonly bytes: number; readonly sha256Match: boolean; readonly mibPerSecond: number } | null;
  ssh: { readonly exitCode: number | null } | null;
  postureLoss: { readonly tag: string; readonly sessionCutAfterMs: number; readonly code: string } | null;
  recovery: { readonly afterMs: number } | null;
}

/** What was found after everything was ended. */
export interface CleanUp {
  readonly hostsRestored: boolean;
  readonly processesLeft: number;
  /** Whatever else is still there, in words. */
  readonly left: readonly string[];
}

/** What is not as it was before, as sentences; none if all is. */
export function troubleOf({ hostsRestored, processesLeft, left }: CleanUp): readonly string[] {
  return [
    ...(hostsRestored ? [] : ['the hosts file is not as it was']),
    ...(processesLeft === 0 ? [] : [`${processesLeft} processes are still there`]),
    ...left.map((thing) => `${thing} is still there`),
  ];
}

export interface Summary extends Readonly<Outcome> {
  readonly ok: boolean;
  readonly cleanup: Omit<CleanUp, 'left'> & Partial<CleanUp>;
}

export function emptyOutcome(): Outcome {
  return {
    uid: null,
    serial: null,
    tags: [],
    destinations: [],
    transfer: null,
    ssh: null,
    postureLoss: null,
    recovery: null,
  };
}

/** @param told whether every step of the story went well */
export function summarize(outcome: Outcome, told: boolean, cleanup: CleanUp): Summary {
  const ok =
    told &&
    outcome.uid !== null &&
    outcome.transfer?.sha256Match === true &&
    outcome.ssh?.exitCode === 0 &&
    outcome.postureLoss !== null &&
    outcome.recovery !== null &&
    troubleOf(cleanup).length === 0;
  const { left, ...counted } = cleanup;
  return { ok, ...outcome, cleanup: left.length === 0 ? counted : cleanup };
}
