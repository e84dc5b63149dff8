// Finds in what the shell was started with the one link it knows; every other link is refused, everything else ignored.

import type { Failure } from '../../shared/agent/failure.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { invitationTextOf } from '../../shared/invitation/invitation.ts';
import { Secret } from '../../shared/log.ts';

export type Opened =
  | { readonly kind: 'nothing' }
  /** The text of an invitation, unread. */
  | { readonly kind: 'invitation'; readonly text: Secret }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** The arguments of a start, without the program: anybody's web page can have chosen them. */
export function openedByArguments(args: readonly string[]): Opened {
  const links = args.filter((each) => /^\s*stile:/i.test(each));
  if (links.length > 1) return refused(new AppError('invitation-malformed', { why: 'there is more than one link' }));
  return links[0] === undefined ? { kind: 'nothing' } : openedByLink(links[0]);
}

/** A link, or the text of an invitation that was pasted. */
export function openedByLink(linkOrText: string): Opened {
  try {
    return { kind: 'invitation', text: new Secret(invitationTextOf(linkOrText)) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refused(error);
  }
}

function refused(error: AppError): Opened {
  return { kind: 'refused', failure: error.toWire() };
}
