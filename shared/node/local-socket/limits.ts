// How much one local socket gives away, so that no local user can exhaust the program behind it.

export interface Limits {
  /** Connections of root, and as many of all others together; and those of one user who is not root. */
  readonly connections: number;
  readonly connectionsPerUser: number;
  /** Largest request, and largest queue of unread answers and events per connection. Bytes. */
  readonly requestBytes: number;
  readonly queuedBytes: number;
  readonly commandsAtOnce: number;
  /** How long a caller may take to say hello. */
  readonly helloMs: number;
  /** How long closing waits for handlers that are still running. */
  readonly closingMs: number;
}

export const defaultLimits: Limits = {
  connections: 64,
  connectionsPerUser: 16,
  requestBytes: 1024 * 1024,
  queuedBytes: 20 * 1024 * 1024,
  commandsAtOnce: 32,
  helloMs: 5_000,
  closingMs: 2_000,
};
