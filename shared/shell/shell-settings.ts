// The user's own preferences of the shell.

import { z } from 'zod';
import { language } from '../words/language.ts';

export const theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof theme>;

/** What there is to choose, without what holds if nobody has chosen. */
export const shellChoices = z.strictObject({
  language: z.union([z.literal('system'), language]),
  theme,
  startAtLogin: z.boolean(),
  /** Whether the system is asked to show notices at all; they stand on their page in any case. */
  notices: z.boolean(),
});

export const shellSettings = z.strictObject({
  language: shellChoices.shape.language.default('system'),
  theme: shellChoices.shape.theme.default('system'),
  startAtLogin: shellChoices.shape.startAtLogin.default(true),
  notices: shellChoices.shape.notices.default(true),
});
export type ShellSettings = z.infer<typeof shellSettings>;
