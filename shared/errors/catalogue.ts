// Every error code of the product: its sentence, what to do next, and the HTTP status where it is an answer.

import { agentErrors } from './agent-errors.ts';
import { emsErrors } from './ems-errors.ts';
import { gatewayErrors } from './gateway-errors.ts';
import { identityErrors } from './identity-errors.ts';
import { localErrors } from './local-errors.ts';
import { updateErrors } from './update-errors.ts';

/** One entry: `message` says what was being done, `next` what the reader can do; `{name}` are places for parameters. */
export interface ErrorEntry {
  readonly message: string;
  readonly next: string;
  /** The HTTP status when this error is an answer; 500 if absent. */
  readonly status?: number;
}

export const catalogue = {
  unexpected: {
    message: 'something failed that should not: {what}',
    next: 'Look into the log of the program that answered; report it with that line.',
    status: 500,
  },
  ...localErrors,
  ...identityErrors,
  ...emsErrors,
  ...gatewayErrors,
  ...agentErrors,
  ...updateErrors,
} as const satisfies Record<string, ErrorEntry>;

/** A code of the catalogue. Codes are never reused for another meaning. */
export type ErrorCode = keyof typeof catalogue;
