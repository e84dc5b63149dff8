// French: the notices, each with a title and one sentence.

import type { Words } from '../words.ts';

export const notices: Words['notices'] = {
  enrolled: {
    title: 'Cet appareil est inscrit',
    body: (ems) => `Il appartient maintenant à votre organisation (${ems}).`,
  },
  withdrawn: {
    title: 'Cet appareil a été bloqué',
    body: (ems) => `${ems} ne l’accepte plus. Demandez une nouvelle invitation à votre administrateur.`,
  },
  tagsLost: {
    title: (count) => (count < 2 ? 'Étiquette perdue' : `${count} étiquettes perdues`),
    body: (tags, rules) => `${tags}. En cause : ${rules}.`,
    bodyWithoutRules: (tags) => `${tags}. Certains services peuvent être inaccessibles.`,
  },
  recovered: {
    title: 'Tout va bien de nouveau',
    body: (tags) => `Cet appareil a retrouvé : ${tags}.`,
    bodyWithoutTags: 'Vos services sont de nouveau accessibles.',
  },
  denied: {
    title: (count) => (count < 2 ? 'Accès refusé' : `Accès refusé ${count} fois`),
    body: (destinations, code) => `${destinations} (code ${code}). Ouvrez pour voir pourquoi et que faire.`,
  },
  emsUnreachable: {
    title: 'Le serveur de gestion ne répond pas',
    body: (ems) => `${ems} ne répond plus depuis un moment. Si cela dure, l’accès sera coupé.`,
  },
  signInWanted: {
    title: 'Connectez-vous à votre organisation',
    body: (destinations) => `Connectez-vous pour accéder à ${destinations}. La connexion vous attend.`,
  },
  captivePortal: {
    title: 'Ce réseau vous demande de vous identifier',
    body: 'Ouvrez sa page de connexion ; vos services reviendront ensuite.',
  },
  agentGone: {
    title: 'L’agent ne fonctionne pas',
    body: 'Vos services sont inaccessibles jusqu’à son retour. S’il ne revient pas, adressez-vous à votre administrateur.',
  },
  incompatible: {
    title: 'Une mise à jour n’est pas terminée',
    body: 'L’agent et la fenêtre sont de versions différentes. Une fois la mise à jour terminée, fermez et rouvrez votre session.',
  },
  updateReady: {
    title: 'Une nouvelle version est prête',
    body: (version, at) =>
      `La version ${version} s’installera d’elle-même (date\u202F: ${at}). Les paramètres permettent de l’installer maintenant ou plus tard.`,
  },
  warning: { title: 'Avertissement de l’agent' },
  and: (names, language) => new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
  more: (count) => (count < 2 ? `${count} autre` : `${count} autres`),
};
