// German: newer releases of the app and the agent.

import type { Words } from '../words.ts';

export const updates: Words['updates'] = {
  title: 'Aktualisierungen',
  unknown: 'Nach neueren Versionen wurde noch nicht gesucht.',
  current: 'Dies ist die neueste Version für Ihr Gerät.',
  checked: (at) => `Zuletzt gesucht: ${at}.`,
  available: (version) => `Version ${version} ist verfügbar.`,
  ready: (version) => `Version ${version} kann installiert werden.`,
  installAt: (at) => `Sie wird ab ${at} von selbst installiert, sobald nichts verbunden ist.`,
  interrupts: 'Während der Installation werden Verbindungen kurz getrennt. Ihr Computer wird nicht neu gestartet.',
  downloading: (version) => `Version ${version} wird heruntergeladen.`,
  installing: (version) => `Version ${version} wird installiert.`,
  failed: 'Das Update ist nicht gelungen.',
  retry: (at) => `Nächster Versuch: ${at}.`,
  install: 'Jetzt installieren',
  later: (hours) => (hours === 1 ? 'In einer Stunde' : `In ${hours} Stunden`),
  check: 'Nach Updates suchen',
};
