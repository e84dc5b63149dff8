// French: the page of settings.

import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  about: 'Ces paramètres ne concernent que vous. Ceux que votre organisation gère sont signalés.',
  managed: 'Votre organisation gère ce paramètre.',
  look: {
    title: 'Langue et apparence',
    language: 'Langue',
    system: 'Comme le système',
    theme: 'Couleurs',
    themes: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
  },
  behaviour: {
    title: 'Comportement',
    notices: 'Afficher les notifications du système',
    noticesHint: 'Les notifications sont de toute façon conservées sur leur page.',
    startAtLogin: 'Démarrer à l’ouverture de ma session',
    startAtLoginHint: 'L’agent lui-même fonctionne toujours ; il s’agit ici de l’icône et de ses notifications.',
  },
  saved: 'Enregistré.',
  leave: {
    title: 'Organisation',
    enrolled: (ems) => `Cet appareil appartient à ${ems}.`,
    about:
      'S’il la quitte, les services protégés deviennent inaccessibles et les connexions ouvertes prennent fin. Pour revenir, il lui faut une nouvelle invitation.',
  },
  version: {
    title: 'À propos',
    product: 'Application',
    agent: 'Agent',
    noAgent: 'non connecté',
    runtime: 'Environnement d’exécution',
    electron: (version) => `Electron ${version}`,
    standIn: (version) =>
      `Un substitut d’Electron ${version}, pour le développement : cette fenêtre est affichée par le Chromium installé, sans la protection d’Electron.`,
    chrome: 'Chromium',
    node: 'Node.js',
    platform: 'Système',
    platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' },
    copy: 'Copier cette liste',
    licence: 'Stile est un logiciel libre sous licence Apache 2.0.',
    showLicences: 'Afficher les licences',
    hideLicences: 'Masquer les licences',
    licencesRegion: 'Texte des licences',
  },
};
