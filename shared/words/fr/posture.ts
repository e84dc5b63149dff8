// French: the page with every rule and every fact of this device.

import type { Words } from '../words.ts';

export const posture: Words['posture'] = {
  lead: 'Ce que votre organisation exige de cet appareil et ce que l’agent a constaté. Seules ces informations sont communiquées, jamais le contenu de vos fichiers.',
  rules: 'Règles',
  facts: 'Autres informations',
  factsLead: 'L’agent communique aussi ces informations ; aucune règle ne s’en sert pour l’instant.',
  observed: 'Dernière vérification',
  neverObserved: 'pas encore',
  metCount: (met, all) => (met < 2 ? `${met} respectée sur ${all}` : `${met} respectées sur ${all}`),
  emptyTitle: 'Aucune règle',
  empty: 'Votre organisation n’exige rien de cet appareil pour l’instant.',
};
