// The users of this machine: who sits at it, what they are called, and who administers it.

export interface LocalUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** Those with an interactive session (graphical, console, SSH); nobody is an answer, unknown is not. */
export type SessionUsers =
  | { readonly kind: 'known'; readonly users: readonly LocalUser[] }
  | { readonly kind: 'unknown'; readonly reason: string };

export type UserLookup =
  | { readonly kind: 'known'; readonly user: LocalUser }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Unknown is to be treated as no. */
export type AdministratorAnswer =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Never rejects: what cannot be found out is `unknown`. Answers are as of now; nothing is kept. */
export interface LocalUsers {
  withSession(): Promise<SessionUsers>;
  byUid(uid: number): Promise<UserLookup>;
  byName(name: string): Promise<UserLookup>;
  /** Root, or a member of one of the groups that administer this system (sudo, wheel, admin). */
  isAdministrator(uid: number): Promise<AdministratorAnswer>;
}

const unsupported = { kind: 'unknown', reason: 'unsupported' } as const;

/** For systems where this is not written yet: macOS (`stat -f %Su /dev/console`, dscl), Windows (WTSEnumerateSessions). */
export const noLocalUsers: LocalUsers = {
  withSession: async () => unsupported,
  byUid: async () => unsupported,
  byName: async () => unsupported,
  isAdministrator: async (uid) => (uid === 0 ? { kind: 'yes' } : unsupported),
};
