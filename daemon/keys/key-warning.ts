// What to say of a machine key that a TPM does not give.

import type { Warning } from '../../shared/agent/agent-state.ts';
import { type AppError, hasCode } from '../../shared/errors/app-error.ts';

export const keyWarningCode = 'machine-key-unavailable';

/** Null for any other error. */
export function keyWarning(error: unknown, severity: Warning['severity']): Warning | null {
  return hasCode(error, keyWarningCode) ? { code: keyWarningCode, severity, text: textOf(error) } : null;
}

function textOf({ message, next }: AppError): string {
  return `${message}. ${next}`.slice(0, 1_000);
}
