// What an installed agent loads and trusts can be changed by the machine's administrators only; asked at each start.

/** Absolute places; null where there is none. What does not exist is no trouble, if nobody else could make it. */
export interface GuardedPlaces {
  /** Files that are run or read: the Node, the settings. */
  readonly files: readonly string[];
  /** Folders of which everything counts: programs, policies, data. */
  readonly folders: readonly string[];
}

/** A place that others could change, and how an administrator mends it. */
export interface InstallationTrouble {
  readonly path: string;
  /** Goes on after “it”: “is writable by its group”. */
  readonly why: string;
  /** A command. */
  readonly mend: string;
}

export interface InstallationGuard {
  /** The first trouble on the way to one of the places or inside, from the root of the file system on; null if there is none. */
  trouble(places: GuardedPlaces): Promise<InstallationTrouble | null>;
}
