// What the pages of local accounts say in German.

import type { Texts } from './texts.ts';

export const de: Texts = {
  signIn: {
    title: 'Anmelden',
    on: (hostname, osUser) => `Sie melden sich auf ${hostname} an, als dessen Benutzer ${osUser}.`,
    name: 'Benutzername',
    password: 'Passwort',
    submit: 'Anmelden',
    wrong: 'Benutzername oder Passwort stimmt nicht.',
    over: {
      title: 'Diese Anmeldung ist vorbei',
      text: 'Sie wurde schon benutzt, hat zu lange gedauert, oder das Passwort war zu oft falsch. Beginnen Sie in Stile noch einmal.',
    },
  },
  choose: {
    title: 'Passwort wählen',
    account: (name) => `Für das Konto ${name}.`,
    password: 'Neues Passwort',
    again: 'Noch einmal dasselbe',
    rule: (shortest) =>
      `Mindestens ${shortest} Zeichen. Gut sind ein paar Wörter, die nichts miteinander zu tun haben.`,
    submit: 'Passwort setzen',
    unfit: (shortest) => `Nehmen Sie mindestens ${shortest} Zeichen.`,
    different: 'Die beiden sind nicht gleich.',
    done: {
      title: 'Das Passwort ist gesetzt',
      text: 'Sie können diese Seite schließen und sich auf Ihrem Gerät anmelden.',
    },
    over: {
      title: 'Dieser Link gilt nicht mehr',
      text: 'Ein Link gilt einmal und einen Tag lang. Bitten Sie Ihren Support um einen neuen.',
    },
  },
  held: (seconds) => `Zu viele Versuche. Versuchen Sie es in ${seconds} Sekunden wieder.`,
  broken: {
    title: 'Das hat nicht geklappt',
    text: 'Versuchen Sie es in einer Minute noch einmal. Wenn das nicht hilft, sagen Sie es Ihrem Support.',
  },
};
