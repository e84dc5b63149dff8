// What a person sees of an invitation before consenting, and what went wrong, in words of ours where there are some; pure.

import type { InvitationSummary } from '../../shared/agent/agent-contract.ts';
import type { Failure } from '../../shared/agent/failure.ts';
import { readableFingerprint } from '../../shared/identity/fingerprint.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import type { Words } from '../../shared/words/words.ts';

export interface QuestionView {
  readonly ems: string;
  readonly site: string;
  /** In groups of four, to be compared aloud. */
  readonly fingerprint: readonly string[];
  readonly domains: readonly string[];
}

export function questionView({ ems, site, fabricCa, domains }: InvitationSummary): QuestionView {
  return {
    ems: shownText(ems),
    site: shownText(site),
    fingerprint: readableFingerprint(fabricCa).split(' '),
    domains: domains.map((domain) => shownText(domain, 253)),
  };
}

export interface FailureView {
  readonly what: string;
  readonly next: string;
  /** For whoever is asked for help. */
  readonly code: string;
}

/** A failure that users meet is told by its code; any other in the daemon's own words. */
export function failureView({ code, message, next }: Failure, { enrolment }: Words): FailureView {
  if (isTold(code, enrolment.failures)) return { ...enrolment.failures[code], code };
  return { what: shownText(message), next: shownText(next), code: shownText(code, 64) };
}

function isTold<F extends object>(code: string, failures: F): code is Extract<keyof F, string> {
  return Object.hasOwn(failures, code);
}

/** What was pasted, if it is worth asking about; the daemon says what is wrong with it. */
export function pastedInvitation(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed.slice(0, 16_384);
}
