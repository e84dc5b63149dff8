// French: newer releases of the app and the agent.

import type { Words } from '../words.ts';

export const updates: Words['updates'] = {
  title: 'Mises à jour',
  unknown: 'Aucune recherche de nouvelle version n’a encore eu lieu.',
  current: 'Votre appareil a la version la plus récente.',
  checked: (at) => `Dernière recherche\u202F: ${at}.`,
  available: (version) => `La version ${version} est disponible.`,
  ready: (version) => `La version ${version} est prête à être installée.`,
  installAt: (at) => `Elle s’installe d’elle-même à partir de\u202F: ${at}, quand rien n’est connecté.`,
  interrupts: 'Les connexions sont coupées un instant pendant l’installation. Votre ordinateur ne redémarre pas.',
  downloading: (version) => `La version ${version} est en cours de téléchargement.`,
  installing: (version) => `La version ${version} est en cours d’installation.`,
  failed: 'La mise à jour a échoué.',
  retry: (at) => `Nouvelle tentative\u202F: ${at}.`,
  install: 'Installer maintenant',
  later: (hours) => (hours === 1 ? 'Dans une heure' : `Dans ${hours} heures`),
  check: 'Rechercher des mises à jour',
};
