// Lets the compiler name the case a switch forgot.

/** Ends a switch over `kind`; reached at run time only if a value lied about its type. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected case ${JSON.stringify(value)}`);
}
