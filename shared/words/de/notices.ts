// German: the notices, each with a title and one sentence.

import type { Words } from '../words.ts';

export const notices: Words['notices'] = {
  enrolled: {
    title: 'Dieses Gerät ist registriert',
    body: (ems) => `Es gehört jetzt zu Ihrer Organisation (${ems}).`,
  },
  withdrawn: {
    title: 'Dieses Gerät wurde gesperrt',
    body: (ems) => `${ems} akzeptiert es nicht mehr. Bitten Sie Ihre Administration um eine neue Einladung.`,
  },
  tagsLost: {
    title: (count) => (count === 1 ? 'Ein Tag ging verloren' : `${count} Tags gingen verloren`),
    body: (tags, rules) => `${tags}. Im Weg steht: ${rules}.`,
    bodyWithoutRules: (tags) => `${tags}. Einige Dienste sind möglicherweise nicht erreichbar.`,
  },
  recovered: {
    title: 'Alles wieder in Ordnung',
    body: (tags) => `Dieses Gerät hat wieder: ${tags}.`,
    bodyWithoutTags: 'Ihre Dienste sind wieder erreichbar.',
  },
  denied: {
    title: (count) => (count === 1 ? 'Zugriff verweigert' : `Zugriff ${count}-mal verweigert`),
    body: (destinations, code) => `${destinations} (Code ${code}). Öffnen, um Ursache und Abhilfe zu sehen.`,
  },
  emsUnreachable: {
    title: 'Der Verwaltungsserver antwortet nicht',
    body: (ems) => `${ems} antwortet seit einiger Zeit nicht. Hält das an, endet der Zugriff.`,
  },
  signInWanted: {
    title: 'Melden Sie sich bei Ihrer Organisation an',
    body: (destinations) => `Melden Sie sich an, um ${destinations} zu erreichen. Die Verbindung wartet auf Sie.`,
  },
  captivePortal: {
    title: 'Dieses Netzwerk verlangt eine Anmeldung',
    body: 'Öffnen Sie die Anmeldeseite; danach sind Ihre Dienste wieder erreichbar.',
  },
  agentGone: {
    title: 'Der Agent läuft nicht',
    body: 'Bis er wieder läuft, sind Ihre Dienste nicht erreichbar. Kommt er nicht zurück, fragen Sie Ihre Administration.',
  },
  incompatible: {
    title: 'Ein Update ist nicht abgeschlossen',
    body: 'Agent und Fenster haben verschiedene Versionen. Melden Sie sich nach dem Update ab und wieder an.',
  },
  updateReady: {
    title: 'Eine neuere Version liegt bereit',
    body: (version, at) =>
      `Version ${version} wird ab ${at} von selbst installiert. In den Einstellungen können Sie das vorziehen oder aufschieben.`,
  },
  warning: { title: 'Der Agent warnt' },
  and: (names, language) => new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
  more: (count) => `${count} weitere`,
};
