// The summary a demo ends with, and when it counts as well.

/** A destination as the agent publishes it on this machine. */
export interface SeenDestination {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** What a story found out; null for what it did not come to, or does not tell. Times in milliseconds. */
export interface Outcome {
  uid: string | null;
  serial: string | null;
  tags: readonly string[];
  destinations: readonly SeenDestination[];
  transfer: { readonly bytes: number; readonly sha256Match: boolean; readonly mibPerSecond: number } | null;
  ssh: { readonly exitCode: number | null } | null;
  postureLoss: { readonly tag: string; readonly sessionCutAfterMs: number; readonly code: string } | null;
  recovery: { readonly afterMs: number } | null;
  /** Who was turned away as it should be, and who got in (or was told something else) and should not. */
  refusals: { readonly refused: number; readonly wronglyAccepted: number } | null;
  /** What a person's browser saw of a protected web application. */
  chromium: SeenInBrowser | null;
  /** What became of those who came without a certificate, or with one, where it is asked for in one way or another. */
  clientCert: readonly { readonly mode: string; readonly expected: string; readonly got: string }[];
  /** Code → whether it was the answer to those who must hear it. */
  codes: Readonly<Record<string, boolean>>;
  /** What openssl says of the person's certificate, before it was revoked and after. */
  openssl: { readonly chain: boolean; readonly crl: string; readonly ocsp: string } | null;
  /** What was seen of the desktop app. */
  desktop: SeenOnTheDesktop | null;
  /** What became of packages that were built, installed and removed. */
  installation: Installation | null;
  /** Causes × carriers that ended as they should, and those that did not. */
  kill: { readonly cells: number; readonly empty: number } | null;
}

export interface SeenInBrowser {
  readonly version: string;
  readonly opened: boolean;
  /** The application was told of this very device. */
  readonly uidSeen: boolean;
  /** A person would have been asked which certificate to show. */
  readonly prompted: boolean;
  /** Until neither another page came nor the open WebSocket lived; null if that did not happen. */
  readonly revokedWithinMs: number | null;
  readonly restored: boolean;
}

/** Filled while the story goes on; null for what it did not come to. */
export interface SeenOnTheDesktop {
  readonly runtime: 'electron' | 'stand-in';
  /** Files of what the pages looked like. */
  readonly pictures: string[];
  /** Of axe's rules, each with its page. */
  readonly violations: string[];
  /** From the click to the first thing that was seen. */
  firstPaintMs: number | null;
  rendererProcessesAfterClose: number | null;
  shellMiB: { readonly open: number; readonly closed: number } | null;
}

/** Filled while the story goes on; null for what it did not come to. */
export interface Installation {
  readonly packages: readonly { readonly file: string; readonly mib: number; readonly releasable: boolean }[];
  deb: InstalledDeb | null;
  rpm: { readonly installed: boolean; readonly enrolled: boolean; readonly eraseLeft: readonly string[] } | null;
  nsis: InstalledOnWindows | null;
  msi: InstalledOnWindows | null;
  /** Two builds of the same sources agree in every byte; null if that was not compared. */
  readonly reproducible: boolean | null;
}

export interface InstalledDeb {
  readonly installed: boolean;
  readonly enrolled: boolean;
  /** The device reached a service by its name, lost it with its tag, and got it back. */
  readonly storyPassed: boolean;
  /** Uid, certificate, addresses and settings are those from before; names were there again. */
  readonly upgradeKept: boolean;
  /** What is different from before the installation. */
  readonly purgeLeft: readonly string[];
}

/** By Wine. */
export interface InstalledOnWindows {
  readonly installed: boolean;
  readonly serviceRan: boolean;
  readonly uninstalled: boolean;
  readonly signed: boolean;
  readonly left: readonly string[];
}

/** What a story puts into the summary. */
export interface Found {
  /** It found all that it had to, and as it had to be. */
  readonly isAll: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
  /** The same for people: label and text. */
  readonly rows: readonly (readonly [string, string])[];
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

export interface Summary {
  readonly ok: boolean;
  readonly found: Found;
  readonly cleanup: CleanUp;
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
    refusals: null,
    kill: null,
    chromium: null,
    desktop: null,
    installation: null,
    clientCert: [],
    codes: {},
    openssl: null,
  };
}

/** @param told whether every step of the story went well */
export function summarize(found: Found, told: boolean, cleanup: CleanUp): Summary {
  return { ok: told && found.isAll && troubleOf(cleanup).length === 0, found, cleanup };
}
