// German: the page that keeps the notices.

import type { Words } from '../words.ts';

export const noticesPage: Words['noticesPage'] = {
  about: 'Was Sie wissen mussten. Die Mitteilungen bleiben auf diesem Computer.',
  none: 'Es ist nichts geschehen, was Sie wissen müssten.',
  noneMore: 'Hier stehen Mitteilungen über verlorenen und wiedererlangten Zugriff.',
  today: 'Heute',
  yesterday: 'Gestern',
  isNew: 'Neu',
  clear: 'Alle entfernen',
  clearQuestion: 'Alle Mitteilungen aus dieser Liste entfernen?',
  clearYes: 'Alle entfernen',
  clearMeaning:
    'Das lässt sich nicht rückgängig machen. Die Ereignisse bleiben unter „Aktivität“, solange der Agent sie aufbewahrt.',
  go: {
    overview: 'Übersicht anzeigen',
    posture: 'Sicherheitsstatus anzeigen',
    destinations: 'Ziele anzeigen',
    activity: 'Aktivität anzeigen',
    diagnostics: 'Diagnose anzeigen',
    settings: 'Einstellungen anzeigen',
  },
  requestId: (id) => `Anfrage-ID ${id}`,
};
