// French: the page that says why this device has a tag, or lacks it.

import type { Words } from '../words.ts';

export const tags: Words['tags'] = {
  lead: 'Les étiquettes disent ce que votre organisation sait de cet appareil. Elles déterminent les services auxquels vous avez accès.',
  held: 'Cet appareil l’a',
  missing: 'Cet appareil ne l’a pas',
  because: 'Il a cette étiquette pour cette raison :',
  inTheWay: 'Ce qui l’empêche :',
  given: 'Votre organisation attribue elle-même cette étiquette ; aucune règle de cet appareil n’en décide.',
  withheld:
    'Rien ne s’y oppose sur cet appareil. Votre organisation n’a pas encore attribué cette étiquette, ou la retient.',
  fromAdministrator: 'Message de votre administrateur',
  emptyTitle: 'Pas encore d’étiquettes',
  empty: 'Votre organisation n’en attribue pas aux appareils comme celui-ci, ou n’a pas encore répondu.',
};
