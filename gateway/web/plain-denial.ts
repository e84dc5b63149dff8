// Answers a denial as JSON.

import { type Denial, denialCode, denialCodes } from '../../shared/tunnel/denial.ts';
import { requestIdHeader } from '../../shared/tunnel/opening.ts';
import type { OwnAnswer } from './exchange.ts';

export function plainDenial(denial: Denial): OwnAnswer {
  const known = denialCode.safeParse(denial.code);
  return {
    status: known.success ? denialCodes[known.data].status : 403,
    fields: [
      ['Content-Type', 'application/json'],
      ['Cache-Control', 'no-store'],
      [requestIdHeader, denial.requestId],
    ],
    body: `${JSON.stringify(denial)}\n`,
  };
}
