// German: what long lists have in common.

import type { Words } from '../words.ts';

export const lists: Words['lists'] = {
  pages: 'Seiten der Liste',
  page: (number) => `Seite ${number}`,
  previous: 'Vorherige Seite',
  next: 'Nächste Seite',
  range: (first, last, all) => `${first} bis ${last} von ${all}`,
  clearFilter: 'Filter löschen',
  nothing: 'noch keine',
};
