// Spanish: the page that says why this device has a tag, or lacks it.

import type { Words } from '../words.ts';

export const tags: Words['tags'] = {
  lead: 'Las etiquetas indican lo que su organización sabe de este dispositivo. Determinan a qué servicios puede acceder.',
  held: 'Este dispositivo la tiene',
  missing: 'Este dispositivo no la tiene',
  because: 'Tiene la etiqueta por este motivo:',
  inTheWay: 'Esto lo impide:',
  given: 'Su organización asigna esta etiqueta por sí misma; ninguna regla de este dispositivo lo decide.',
  withheld: 'Nada lo impide en este dispositivo. Su organización aún no ha asignado la etiqueta o la retiene.',
  fromAdministrator: 'Mensaje de su administrador',
  emptyTitle: 'Aún no hay etiquetas',
  empty: 'Su organización no asigna ninguna a dispositivos como este o aún no ha respondido.',
};
