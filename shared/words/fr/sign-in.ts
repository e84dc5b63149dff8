// French: who has signed in on this device.

import type { Words } from '../words.ts';

export const signIn: Words['signIn'] = {
  title: 'Votre connexion',
  button: 'Se connecter',
  buttonBy: (provider) => `Se connecter avec ${provider}`,
  out: 'Se déconnecter',
  cancel: 'Annuler',
  nobody: 'Vous n’êtes pas connecté. Certains services demandent qui vous êtes.',
  wanted: (destinations) => `Connectez-vous pour accéder à ${destinations}. La connexion vous attend.`,
  waiting: 'Terminez dans votre navigateur. Cette page suit d’elle-même.',
  waitsUntil: 'Attend jusqu’à',
  as: 'Connecté en tant que',
  groups: 'Groupes',
  noGroups: 'aucun',
  until: 'Jusqu’à',
  failed: 'La connexion n’a pas abouti',
};
