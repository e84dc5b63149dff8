// Says in the product's codes what PostgreSQL, or the way to it, answered; pure.

import { AppError } from '../../../shared/errors/app-error.ts';

/** The error to hand on: one with a code if its cause is the database's state, otherwise the same. No text of the server is repeated. */
export function databaseFailure(error: unknown, database: string): unknown {
  if (error instanceof AppError) return error;
  const { code, message, constraint } = partsOf(error);
  const known = byCode(code, database, constraint);
  if (known !== undefined) return new AppError(known.code, known.params, { cause: error });
  // What node-postgres finds out by itself has a sentence and no code.
  const told = bySentence.find(([pattern]) => pattern.test(message))?.[1];
  return told === undefined ? error : new AppError(told.code, { database, ...told.params }, { cause: error });
}

interface Known {
  readonly code: 'database-unreachable' | 'database-busy' | 'database-refused' | 'thing-exists' | 'request-invalid';
  readonly params: Readonly<Record<string, unknown>>;
}

function byCode(code: string, database: string, constraint: string): Known | undefined {
  if (unreachable.test(code)) return { code: 'database-unreachable', params: { database } };
  if (busy.test(code)) return { code: 'database-busy', params: { database } };
  if (code === '23505') return { code: 'thing-exists', params: { kind: 'row', id: constraint } };
  if (code === '22021')
    return { code: 'request-invalid', params: { why: 'the database keeps no text with a NUL character' } };
  const why = refusals.find(([pattern]) => pattern.test(code))?.[1];
  return why === undefined ? undefined : { code: 'database-refused', params: { database, why } };
}

/** Node's codes of a connection that is not or no longer there; connection exceptions; shutting down, crashed, starting. */
const unreachable =
  /^(ECONN(REFUSED|RESET|ABORTED)|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_\w+|08...|57P0[1-5])$/;

/** Too many connections, a lock that does not come, a statement or transaction that took too long. */
const busy = /^(53...|55P03|57014|25P0[34])$/;

const bySentence: readonly (readonly [RegExp, Known])[] = [
  [/timeout exceeded|query read timeout|timeout expired/i, { code: 'database-busy', params: {} }],
  [
    /client password must be/i,
    { code: 'database-refused', params: { why: 'it asks for a password and none is given' } },
  ],
  [/does not support SSL/i, { code: 'database-refused', params: { why: 'it does not speak TLS' } }],
  [
    /connection terminated|not queryable|connection error|disconnected before|establishing an SSL/i,
    { code: 'database-unreachable', params: {} },
  ],
];

const refusals = [
  [/^28P01$/, 'it does not accept the password'],
  [/^28000$/, 'its pg_hba.conf lets nobody in as this user from here'],
  [/^3D000$/, 'there is no database of that name'],
  [/^42501$/, 'the user may not use or make tables there'],
  [/^25006$/, 'it only answers questions; changes go to the primary'],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|ERR_SSL_)/,
    'its certificate is not one that caFile vouches for',
  ],
] as const;

function partsOf(error: unknown): { readonly code: string; readonly message: string; readonly constraint: string } {
  if (typeof error !== 'object' || error === null) return { code: '', message: String(error), constraint: '' };
  // A name with several addresses fails with the errors of all of them.
  if (error instanceof AggregateError && error.errors.length > 0) return partsOf(error.errors[0]);
  const text = (key: string): string => (key in error ? String(Reflect.get(error, key) ?? '') : '');
  return { code: text('code'), message: text('message'), constraint: text('constraint') };
}
