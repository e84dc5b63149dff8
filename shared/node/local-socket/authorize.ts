// Asks whether a caller has the rights that something needs; no answer is a no.

import process from 'node:process';
import type { Rights } from '../../wire/define-contract.ts';
import type { KnownCaller } from './caller.ts';

/** Says whether this caller has these rights. False or a failure refuses; there is no other default. */
export type Authorize = (caller: KnownCaller, rights: Rights) => boolean | Promise<boolean>;

/** For admin sockets: everything to root and to the user that runs the program, nothing to anybody else. */
export const rootOrSelf: Authorize = (caller) => caller.uid === 0 || caller.uid === process.getuid?.();

/** Asks, and takes a check that breaks for a refusal. */
export async function isAllowed(authorize: Authorize, caller: KnownCaller, rights: Rights): Promise<boolean> {
  try {
    return (await authorize(caller, rights)) === true;
  } catch {
    return false;
  }
}
