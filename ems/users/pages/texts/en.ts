// What the pages of local accounts say in English.

import type { Texts } from './texts.ts';

export const en: Texts = {
  signIn: {
    title: 'Sign in',
    on: (hostname, osUser) => `You are signing in on ${hostname}, as its user ${osUser}.`,
    name: 'User name',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'The user name or the password is not right.',
    over: {
      title: 'This sign-in is over',
      text: 'It was used already, took too long, or had too many wrong passwords. Begin again in Stile.',
    },
  },
  choose: {
    title: 'Choose a password',
    account: (name) => `For the account ${name}.`,
    password: 'New password',
    again: 'The same once more',
    rule: (shortest) =>
      `At least ${shortest} characters. A few words that have nothing to do with each other are good.`,
    submit: 'Set the password',
    unfit: (shortest) => `Take at least ${shortest} characters.`,
    different: 'The two are not the same.',
    done: { title: 'The password is set', text: 'You can close this page and sign in on your device.' },
    over: {
      title: 'This link is good no longer',
      text: 'A link works once and for a day. Ask your support for another.',
    },
  },
  held: (seconds) => `Too many tries. Try again in ${seconds} seconds.`,
  broken: { title: 'That did not work', text: 'Try again in a minute. If that does not help, tell your support.' },
};
