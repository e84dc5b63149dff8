// German: what a rule came to on this device.

import type { Words } from '../words.ts';

export const verdicts: Words['verdicts'] = {
  names: { satisfied: 'Erfüllt', unsatisfied: 'Nicht erfüllt', unknown: 'Unbekannt' },
  seen: 'Festgestellt',
  remedy: 'Abhilfe',
  untitled: (rule) => `Regel ${rule}`,
  noFact: 'nichts, was diese Version des Agenten prüfen kann',
  check: 'Erneut prüfen',
  checking: 'Wird geprüft…',
  checkedAll: 'Geprüft. Alle Regeln sind erfüllt.',
  checked: (unmet) =>
    unmet === 1 ? 'Geprüft. Eine Regel ist nicht erfüllt.' : `Geprüft. ${unmet} Regeln sind nicht erfüllt.`,
};
