// By what a device knows the code with which its users may uninstall the agent: never the code itself.

import { z } from 'zod';

/** A salted, slow hash: the device's administrators could read it there, and need no code anyway. */
export const sealedCode = z.object({
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SealedCode = z.infer<typeof sealedCode>;

/** As the profile has it; durations, not clock times, decide. */
export const uninstallCodeOfProfile = sealedCode.extend({ validForMs: z.number().min(0) });
export type UninstallCodeOfProfile = z.infer<typeof uninstallCodeOfProfile>;

/** Made at the EMS, shown once. */
export const madeUninstallCode = z.strictObject({ code: z.string(), expires: z.string() });
