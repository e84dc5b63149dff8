// French: what stands around every page, and what is said while there is no page to show.

import type { Words } from '../words.ts';

export const frame: Words['frame'] = {
  product: 'Stile',
  pages: {
    overview: 'Vue d’ensemble',
    tags: 'Étiquettes',
    posture: 'État de sécurité',
    destinations: 'Destinations',
    activity: 'Activité',
    notifications: 'Notifications',
    diagnostics: 'Diagnostic',
    settings: 'Paramètres',
  },
  navigation: 'Pages',
  skip: 'Aller au contenu',
  withKeys: (page, keys) => `${page} (${keys})`,
  controlAnd: (key) => `Ctrl+${key}`,
  unread: (count) => (count < 2 ? `${count} notification non lue` : `${count} notifications non lues`),
  loading: 'Chargement…',
  copy: 'Copier',
  copied: 'Copié',
  copyCommand: 'Copier la commande',
  cancel: 'Annuler',
  close: 'Fermer',
  errorTitle: 'Cela n’a pas fonctionné',
  errorCode: 'Code',
  brokenTitle: 'Cette page n’a pas pu être affichée',
  brokenNext:
    'Allez sur une autre page, puis revenez. Si cela se reproduit, envoyez un dossier de diagnostic à votre administrateur.',
  link: {
    gone: 'Les services protégés sont inaccessibles tant qu’il ne fonctionne pas. Cette fenêtre se connecte d’elle-même.',
    stopping:
      'Il s’arrête, pour une mise à jour ou un redémarrage. Les sessions prennent fin entre-temps ; cette fenêtre se reconnectera dès son retour.',
    refused: 'Rien ne lui a été envoyé.',
    incompatible: 'Vos connexions protégées restent actives.',
    found: 'Ce qui a été constaté',
  },
};
