// French: the tray's menu and tooltip.

import type { Words } from '../words.ts';

export const tray: Words['tray'] = {
  product: 'Stile',
  open: 'Ouvrir Stile',
  recheck: 'Revérifier cet appareil',
  diagnostics: 'Diagnostic…',
  about: 'À propos de Stile…',
  connect: 'Se reconnecter',
  disconnect: 'Se déconnecter',
  disconnectAsking: 'Se déconnecter…',
  quit: 'Quitter',
  more: 'Pourquoi, et que faire…',
  enroll: 'Inscrire cet appareil…',
  signIn: 'Se connecter au réseau…',
  signInHere: 'Se connecter…',
  signInFor: (name) => `Se connecter pour accéder à ${name}…`,
  groups: {
    allowed: 'Accessibles',
    unknown: 'Pas encore ouvertes',
    denied: 'Inaccessibles',
  },
  destination: {
    browser: (name) => `${name} : ouvrir dans le navigateur`,
    ssh: (name) => `${name} : ouvrir avec SSH`,
    rdp: (name) => `${name} : ouvrir avec Remote Desktop`,
    copy: (name) => `${name} : copier l’adresse`,
    why: (name) => `${name} : pourquoi ?`,
  },
  allDestinations: (count) => `Toutes les destinations (${count})…`,
  tags: (count) => `Étiquettes (${count})`,
  noTags: 'Cet appareil n’a aucune étiquette.',
  whyTags: 'D’où elles viennent…',
  allTags: (count) => `Toutes les étiquettes (${count})…`,
};
