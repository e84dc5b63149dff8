// German: the page of settings.

import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  about: 'Diese Einstellungen gelten nur für Sie. Was Ihre Organisation verwaltet, ist gekennzeichnet.',
  managed: 'Das verwaltet Ihre Organisation.',
  look: {
    title: 'Sprache und Darstellung',
    language: 'Sprache',
    system: 'Wie das System',
    theme: 'Farben',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  },
  behaviour: {
    title: 'Verhalten',
    notices: 'Systembenachrichtigungen anzeigen',
    noticesHint: 'Auf ihrer Seite bleiben Mitteilungen in jedem Fall erhalten.',
    startAtLogin: 'Bei der Anmeldung an diesem Computer starten',
    startAtLoginHint: 'Der Agent selbst läuft immer; hier geht es um das Symbol und seine Mitteilungen.',
  },
  saved: 'Gespeichert.',
  leave: {
    title: 'Organisation',
    enrolled: (ems) => `Dieses Gerät gehört zu ${ems}.`,
    about:
      'Verlässt es die Organisation, sind geschützte Dienste nicht mehr erreichbar und offene Verbindungen enden. Um zurückzukehren, braucht es eine neue Einladung.',
  },
  version: {
    title: 'Über Stile',
    product: 'App',
    agent: 'Agent',
    noAgent: 'nicht verbunden',
    runtime: 'Laufzeitumgebung',
    electron: (version) => `Electron ${version}`,
    standIn: (version) =>
      `Ein Ersatz für Electron ${version} zur Entwicklung: Dieses Fenster zeigt das installierte Chromium an, ohne den Schutz von Electron.`,
    chrome: 'Chromium',
    node: 'Node.js',
    platform: 'System',
    platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' },
    copy: 'Diese Liste kopieren',
    licence: 'Stile ist freie Software unter der Apache-Lizenz 2.0.',
    showLicences: 'Lizenzen anzeigen',
    hideLicences: 'Lizenzen ausblenden',
    licencesRegion: 'Text der Lizenzen',
  },
};
