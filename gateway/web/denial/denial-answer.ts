// Tells a denial in the form that its client takes: a page for people, JSON for programs.

import { languageLiked } from '../../../shared/page/accept.ts';
import { type Denial, denialCode, denialCodes } from '../../../shared/tunnel/denial.ts';
import { requestIdHeader } from '../../../shared/tunnel/opening.ts';
import type { DenialAnswer, Fields } from '../ports.ts';
import { denialPage } from './denial-page.ts';
import { wantsPage } from './negotiate.ts';
import { contentSecurityPolicy } from './style.ts';

/** Framing, and that HEAD gets no body, is left to who sends it. */
export const denialAnswer: DenialAnswer = (facts, { accept, acceptLanguage }) => {
  const { denial } = facts;
  const isPage = wantsPage(accept);
  const language = languageLiked(acceptLanguage);
  const body = isPage ? denialPage(facts, language) : `${JSON.stringify(denial)}\n`;
  return {
    status: statusOf(denial),
    fields: [
      ...(isPage ? pageFields(language) : ([['Content-Type', 'application/json']] as const)),
      ['Vary', 'Accept, Accept-Language'],
      ['Cache-Control', 'no-store'],
      ['X-Content-Type-Options', 'nosniff'],
      // Programs that show nobody a body show fields (RFC 9209).
      ['Proxy-Status', `stile-gateway; details="${denial.code}"`],
      [requestIdHeader, denial.requestId],
    ],
    body,
  };
};

function pageFields(language: string): Fields {
  return [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Content-Language', language],
    ['Content-Security-Policy', contentSecurityPolicy],
    ['Referrer-Policy', 'no-referrer'],
  ];
}

/** A code that this release does not know is a no. */
function statusOf(denial: Denial): number {
  const known = denialCode.safeParse(denial.code);
  return known.success ? denialCodes[known.data].status : 403;
}
