// French: what long lists have in common.

import type { Words } from '../words.ts';

export const lists: Words['lists'] = {
  pages: 'Pages de la liste',
  page: (number) => `Page ${number}`,
  previous: 'Page précédente',
  next: 'Page suivante',
  range: (first, last, all) => `${first} à ${last} sur ${all}`,
  clearFilter: 'Effacer le filtre',
  nothing: 'rien pour l’instant',
};
