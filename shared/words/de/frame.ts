// German: what stands around every page, and what is said while there is no page to show.

import type { Words } from '../words.ts';

export const frame: Words['frame'] = {
  product: 'Stile',
  pages: {
    overview: 'Übersicht',
    tags: 'Tags',
    posture: 'Sicherheitsstatus',
    destinations: 'Ziele',
    activity: 'Aktivität',
    notifications: 'Mitteilungen',
    diagnostics: 'Diagnose',
    settings: 'Einstellungen',
  },
  navigation: 'Seiten',
  skip: 'Zum Inhalt springen',
  withKeys: (page, keys) => `${page} (${keys})`,
  controlAnd: (key) => `Strg+${key}`,
  unread: (count) => (count === 1 ? '1 ungelesene Mitteilung' : `${count} ungelesene Mitteilungen`),
  loading: 'Wird geladen…',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyCommand: 'Befehl kopieren',
  cancel: 'Abbrechen',
  close: 'Schließen',
  errorTitle: 'Das hat nicht funktioniert',
  errorCode: 'Code',
  brokenTitle: 'Diese Seite kann nicht angezeigt werden',
  brokenNext:
    'Wechseln Sie zu einer anderen Seite und kehren Sie zurück. Geschieht es wieder, senden Sie Ihrer Administration ein Diagnosepaket.',
  link: {
    gone: 'Geschützte Dienste sind nicht erreichbar, bis er läuft. Dieses Fenster verbindet sich von selbst.',
    stopping:
      'Er wird für ein Update oder einen Neustart beendet. Sitzungen enden währenddessen; dieses Fenster verbindet sich wieder, sobald er zurück ist.',
    refused: 'Es wurde nichts an ihn gesendet.',
    incompatible: 'Ihre geschützten Verbindungen bestehen weiter.',
    found: 'Was festgestellt wurde',
  },
};
