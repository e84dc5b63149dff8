// The settings of the console's listener: where it is, what it shows itself with, how long a session lasts.

import { z } from 'zod';

const sessionTime = z
  .int()
  .min(1_000)
  .max(7 * 86_400_000);

export const consoleSettings = z
  .strictObject({
    host: z.string().min(1).default('0.0.0.0'),
    port: z.int().min(0).max(65_535).default(8443),
    /** The console as sign-in links name it; by default made of the first server name. */
    url: z
      .url({ protocol: /^https$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    /** PEM files of a certificate (with its chain) and its key; without them one of the fabric CA is used. */
    certificateFile: z.string().min(1).optional(),
    keyFile: z.string().min(1).optional(),
    /** Where the built pages lie; by default where the build puts them. */
    pages: z.string().min(1).optional(),
    /** A browser that nobody uses is signed out after `idleMs`, every one after `longestMs`. */
    idleMs: sessionTime.default(30 * 60_000),
    longestMs: sessionTime.default(12 * 3_600_000),
  })
  .refine((settings) => (settings.certificateFile === undefined) === (settings.keyFile === undefined), {
    path: ['keyFile'],
    error: 'certificateFile and keyFile belong together',
  });
export type ConsoleSettings = z.infer<typeof consoleSettings>;
