// Who is at the other end of a local socket, as far as the operating system says so.

/** A caller that the kernel named. `groups` are the supplementary groups of that process where the system tells them. */
export interface KnownCaller {
  readonly kind: 'known';
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[] | null;
}

/** The operating system did not say who calls; such a caller may do nothing. */
export interface UnknownCaller {
  readonly kind: 'unknown';
  readonly reason: string;
}

export type Caller = KnownCaller | UnknownCaller;
