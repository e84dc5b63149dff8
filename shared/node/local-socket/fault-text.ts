// Says what is wrong with a message, no longer than an answer may be: the sender's own names may be of any length.

import { z } from 'zod';

const longest = 1_000;

export function faultText(error: z.ZodError): string {
  const text = z.prettifyError(error);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
