// Writes a local contract once, as a table of schemas, and derives the types of both ends from it.

import type { z } from 'zod';

/** What a caller must be allowed to before a command is even parsed; who has it, each program's `authorize` says. */
export type Rights = 'read' | 'user' | 'admin';

/** One command: what it takes, what it answers, what it needs. */
export interface CommandDefinition<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly params: P;
  readonly result: R;
  readonly rights: Rights;
}

export type CommandTable = Readonly<Record<string, CommandDefinition>>;
export type EventTable = Readonly<Record<string, z.ZodType>>;

/** A contract of a local socket. `version` rises with every change: both ends must have the same. */
export interface Contract<C extends CommandTable = CommandTable, E extends EventTable = EventTable> {
  readonly name: string;
  readonly version: number;
  readonly commands: C;
  /** Events are whole snapshots: a reader who misses one loses nothing when the next one comes. */
  readonly events: E;
}

/** Declares a command. Give strict objects, so that an unknown field is refused. */
export function command<P extends z.ZodType, R extends z.ZodType>(
  params: P,
  result: R,
  options: { readonly rights: Rights },
): CommandDefinition<P, R> {
  return { params, result, rights: options.rights };
}

/** Declares a contract; the value is the table, its type is what both ends are checked against. */
export function defineContract<C extends CommandTable, E extends EventTable>(contract: Contract<C, E>): Contract<C, E> {
  return contract;
}

export type CommandName<K extends Contract> = keyof K['commands'] & string;
export type EventName<K extends Contract> = keyof K['events'] & string;

/** What a client gives. */
export type CommandInput<K extends Contract, N extends CommandName<K>> = z.input<K['commands'][N]['params']>;
/** What a handler gets: checked, defaults filled in. */
export type CommandParams<K extends Contract, N extends CommandName<K>> = z.output<K['commands'][N]['params']>;
/** What a handler answers. */
export type CommandReply<K extends Contract, N extends CommandName<K>> = z.input<K['commands'][N]['result']>;
/** What a client gets: checked. */
export type CommandResult<K extends Contract, N extends CommandName<K>> = z.output<K['commands'][N]['result']>;

/** What a publisher gives. */
export type EventInput<K extends Contract, E extends EventName<K>> = z.input<K['events'][E]>;
/** What a subscriber gets: checked. */
export type EventPayload<K extends Contract, E extends EventName<K>> = z.output<K['events'][E]>;

/** One function per command; a missing one does not compile. The signal fires when the caller has gone. */
export type Handlers<K extends Contract, Caller> = {
  readonly [N in CommandName<K>]: (
    params: CommandParams<K, N>,
    caller: Caller,
    signal: AbortSignal,
  ) => Promise<CommandReply<K, N>> | CommandReply<K, N>;
};

/** The current payload of every event, for a subscriber who has just come. */
export type Snapshot<K extends Contract> = { readonly [E in EventName<K>]: EventInput<K, E> };

/** What one subscriber may see of every event: the payload without what is not for them. */
export type Views<K extends Contract> = {
  readonly [E in EventName<K>]: (payload: EventPayload<K, E>) => EventPayload<K, E>;
};
