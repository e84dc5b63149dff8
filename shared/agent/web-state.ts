// What the agent does on this machine so that browsers open protected web applications, as the snapshot shows it.

import { z } from 'zod';
import { port, sha256Hex } from '../ids.ts';

/** The web CA of the profile, and whether browsers of this machine are told to trust it. */
export const webCaState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('trusted'),
    sha256: sha256Hex,
    commonName: z.string().max(256),
    /** Its name constraints. */
    domains: z.array(z.string().max(253)).max(64),
  }),
  z.strictObject({ kind: z.literal('refused'), why: z.string().max(500) }),
]);
export type WebCaState = z.infer<typeof webCaState>;

export const browserName = z.enum(['chromium', 'chrome', 'edge', 'firefox']);
export type BrowserName = z.infer<typeof browserName>;

/** `absent`: this browser is not here, nothing was written; `clear`: nothing of ours is there; `blocked`: left alone, and why. */
export const browserPolicyState = z.strictObject({
  browser: browserName,
  state: z.enum(['written', 'absent', 'clear', 'blocked']),
  place: z.string().max(500),
  detail: z.string().max(500),
});
export type BrowserPolicyState = z.infer<typeof browserPolicyState>;

export const webState = z.strictObject({
  /** Protected web hosts inside the domains of this device: the only ones that are offered a user's certificate. */
  hosts: z.array(z.strictObject({ host: z.string().max(253), port })).max(2_000),
  ca: webCaState,
  policies: z.array(browserPolicyState).max(16),
});
export type WebState = z.infer<typeof webState>;
