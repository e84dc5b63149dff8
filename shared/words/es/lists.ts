// Spanish: what long lists have in common.

import type { Words } from '../words.ts';

export const lists: Words['lists'] = {
  pages: 'Páginas de la lista',
  page: (number) => `Página ${number}`,
  previous: 'Página anterior',
  next: 'Página siguiente',
  range: (first, last, all) => `${first} a ${last} de ${all}`,
  clearFilter: 'Borrar el filtro',
  nothing: 'aún nada',
};
