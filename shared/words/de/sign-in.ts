// German: who has signed in on this device.

import type { Words } from '../words.ts';

export const signIn: Words['signIn'] = {
  title: 'Ihre Anmeldung',
  button: 'Anmelden',
  buttonBy: (provider) => `Anmelden über ${provider}`,
  out: 'Abmelden',
  cancel: 'Abbrechen',
  nobody: 'Sie sind nicht angemeldet. Manche Dienste fragen, wer Sie sind.',
  wanted: (destinations) => `Melden Sie sich an, um ${destinations} zu erreichen. Die Verbindung wartet auf Sie.`,
  waiting: 'Schließen Sie die Anmeldung im Browser ab. Diese Seite folgt von selbst.',
  waitsUntil: 'Wartet bis',
  as: 'Angemeldet als',
  groups: 'Gruppen',
  noGroups: 'keine',
  until: 'Bis',
  failed: 'Die Anmeldung hat nicht geklappt',
};
