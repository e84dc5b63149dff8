// Decides in which form a denial is told, by what the client says it takes.

import { weighted } from '../../../shared/page/accept.ts';

/** A page only for who names HTML and likes it as much as JSON: programs that take anything get JSON. */
export function wantsPage(accept: string | undefined): boolean {
  const offers = weighted(accept ?? '');
  const page = offers.find(({ value }) => value === 'text/html')?.weight ?? 0;
  const json = offers.find(({ value }) => value === 'application/json')?.weight ?? 0;
  return page > 0 && page >= json;
}
