// German: the tray's menu and tooltip.

import type { Words } from '../words.ts';

export const tray: Words['tray'] = {
  product: 'Stile',
  open: 'Stile öffnen',
  recheck: 'Gerät erneut prüfen',
  diagnostics: 'Diagnose…',
  about: 'Über Stile…',
  connect: 'Verbinden',
  disconnect: 'Trennen',
  disconnectAsking: 'Trennen…',
  quit: 'Beenden',
  more: 'Ursache und Abhilfe…',
  enroll: 'Dieses Gerät registrieren…',
  signIn: 'Am Netzwerk anmelden…',
  signInHere: 'Anmelden…',
  signInFor: (name) => `Anmelden, um ${name} zu erreichen…`,
  groups: {
    allowed: 'Erreichbar',
    unknown: 'Noch nicht geöffnet',
    denied: 'Nicht erreichbar',
  },
  destination: {
    browser: (name) => `${name}: im Browser öffnen`,
    ssh: (name) => `${name}: mit SSH öffnen`,
    rdp: (name) => `${name}: mit Remote Desktop öffnen`,
    copy: (name) => `${name}: Adresse kopieren`,
    why: (name) => `${name}: warum nicht?`,
  },
  allDestinations: (count) => `Alle ${count} Ziele…`,
  tags: (count) => `Tags (${count})`,
  noTags: 'Dieses Gerät hat keine Tags.',
  whyTags: 'Woher diese Tags kommen…',
  allTags: (count) => `Alle ${count} Tags…`,
};
