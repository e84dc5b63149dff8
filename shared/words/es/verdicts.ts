// Spanish: what a rule came to on this device.

import type { Words } from '../words.ts';

export const verdicts: Words['verdicts'] = {
  names: { satisfied: 'Cumplida', unsatisfied: 'No cumplida', unknown: 'Desconocida' },
  seen: 'Observado',
  remedy: 'Qué hacer',
  untitled: (rule) => `Regla ${rule}`,
  noFact: 'nada que esta versión del agente pueda examinar',
  check: 'Volver a comprobar',
  checking: 'Comprobando…',
  checkedAll: 'Comprobado. Se cumplen todas las reglas.',
  checked: (unmet) =>
    unmet === 1 ? 'Comprobado. Una regla no se cumple.' : `Comprobado. ${unmet} reglas no se cumplen.`,
};
