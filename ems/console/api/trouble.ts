// What went wrong between the console and the EMS, with what a person can do about it.

import { z } from 'zod';

export class Trouble extends Error {
  readonly code: string;
  readonly next: string;

  constructor(code: string, message: string, next: string) {
    super(message);
    this.name = 'Trouble';
    this.code = code;
    this.next = next;
  }
}

const refusal = z.object({ code: z.string(), message: z.string(), next: z.string() });

/** The refusal that stands in an answer, or that there is none to be read. */
export function troubleIn(body: unknown): Trouble {
  const told = refusal.safeParse(body);
  if (told.success) return new Trouble(told.data.code, told.data.message, told.data.next);
  return new Trouble('ems-answer-invalid', 'the EMS answered something that this page cannot read', 'Reload the page.');
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  return new Trouble(
    'ems-unreachable',
    'the EMS does not answer',
    'Check the network; this page tries again by itself.',
  );
}

/** Whoever is met by one of these has to sign in. */
export function needsSignIn({ code }: Trouble): boolean {
  return code === 'sign-in-required' || code === 'session-ended';
}
