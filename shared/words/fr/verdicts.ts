// French: what a rule came to on this device.

import type { Words } from '../words.ts';

export const verdicts: Words['verdicts'] = {
  names: { satisfied: 'Respectée', unsatisfied: 'Non respectée', unknown: 'Inconnue' },
  seen: 'Constaté',
  remedy: 'Que faire',
  untitled: (rule) => `Règle ${rule}`,
  noFact: 'rien que cette version de l’agent puisse examiner',
  check: 'Revérifier',
  checking: 'Vérification…',
  checkedAll: 'Vérifié. Toutes les règles sont respectées.',
  checked: (unmet) =>
    unmet === 1 ? 'Vérifié. Une règle n’est pas respectée.' : `Vérifié. Règles non respectées : ${unmet}.`,
};
