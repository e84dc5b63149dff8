// What the answer to the question for a portal means; pure.

import { fabricCaHeader } from '../../shared/ems/reachable.ts';

/** The head of an answer; null if there was none in time, or none that is HTTP. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** `other`: none, or one that says nothing: a balancer without an EMS behind it, an EMS of an older release, another EMS. */
export type Answer =
  | { readonly kind: 'ems' }
  | { readonly kind: 'portal'; readonly url: string | null }
  | { readonly kind: 'other' };

/** @param asked the address that was asked @param fabricCa the SHA-256 that this device's EMS has */
export function answerOf(asked: URL, fabricCa: string, head: AnswerHead | null): Answer {
  if (head === null) return { kind: 'other' };
  const { status, headers } = head;
  if (status === 204) return { kind: headers[fabricCaHeader] === fabricCa ? 'ems' : 'other' };
  if ([301, 302, 303, 307, 308].includes(status)) return redirectOf(asked, String(headers.location ?? ''));
  // A portal that answers itself shows its page to whoever asks the same again.
  if (status === 511 || (status >= 200 && status < 300)) return { kind: 'portal', url: shownUrl(asked) };
  return { kind: 'other' };
}

function redirectOf(asked: URL, location: string): Answer {
  const target = URL.canParse(location, asked.href) ? new URL(location, asked) : null;
  // A server that only wants TLS is no portal.
  if (target?.protocol === 'https:' && target.hostname === asked.hostname && target.pathname === asked.pathname)
    return { kind: 'other' };
  return { kind: 'portal', url: target === null ? null : shownUrl(target) };
}

/** For people to read and to open; null if it is for neither. A name before the host would only pretend to be one. */
function shownUrl(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href.length <= 2_000 ? shown.href : null;
}
