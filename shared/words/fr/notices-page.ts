// French: the page that keeps the notices.

import type { Words } from '../words.ts';

export const noticesPage: Words['noticesPage'] = {
  about: 'Ce que vous deviez savoir. Les notifications restent sur cet ordinateur.',
  none: 'Il ne s’est rien passé que vous deviez savoir.',
  noneMore: 'Les notifications d’accès perdus et retrouvés sont conservées ici.',
  today: 'Aujourd’hui',
  yesterday: 'Hier',
  isNew: 'Nouveau',
  clear: 'Tout effacer',
  clearQuestion: 'Effacer toutes les notifications de cette liste ?',
  clearYes: 'Tout effacer',
  clearMeaning:
    'Elles ne pourront pas être récupérées. Les événements restent dans « Activité » tant que l’agent les conserve.',
  go: {
    overview: 'Afficher la vue d’ensemble',
    posture: 'Afficher l’état de sécurité',
    destinations: 'Afficher les destinations',
    activity: 'Afficher l’activité',
    diagnostics: 'Afficher le diagnostic',
    settings: 'Afficher les paramètres',
  },
  requestId: (id) => `ID de requête ${id}`,
};
