// What an organisation lets the users of its devices do in the shell.

import { z } from 'zod';

export const shellPolicy = z.strictObject({
  /** End the shell; the agent goes on in any case. */
  mayQuit: z.boolean(),
  /** Give names inside the device's domains to services behind the organisation's own gateways. */
  personalDestinations: z.boolean(),
  /** Disconnect the agent; `with-reason`: after saying why, which is audited. */
  disconnect: z.enum(['allowed', 'with-reason', 'not-allowed']),
});
export type ShellPolicy = z.infer<typeof shellPolicy>;

/** Of an EMS that sets none, and of a device that has none. */
export const defaultShellPolicy: ShellPolicy = {
  mayQuit: true,
  personalDestinations: false,
  disconnect: 'with-reason',
};
