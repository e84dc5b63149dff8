// What the pages of local accounts say in French.

import type { Texts } from './texts.ts';

export const fr: Texts = {
  signIn: {
    title: 'Se connecter',
    on: (hostname, osUser) => `Vous vous connectez sur ${hostname}, en tant que son utilisateur ${osUser}.`,
    name: 'Nom d’utilisateur',
    password: 'Mot de passe',
    submit: 'Se connecter',
    wrong: 'Le nom d’utilisateur ou le mot de passe est incorrect.',
    over: {
      title: 'Cette connexion est terminée',
      text: 'Elle a déjà servi, a duré trop longtemps, ou le mot de passe a été trop souvent faux. Recommencez dans Stile.',
    },
  },
  choose: {
    title: 'Choisir un mot de passe',
    account: (name) => `Pour le compte ${name}.`,
    password: 'Nouveau mot de passe',
    again: 'Le même encore une fois',
    rule: (shortest) =>
      `Au moins ${shortest} caractères. Quelques mots sans rapport entre eux font un bon mot de passe.`,
    submit: 'Enregistrer le mot de passe',
    unfit: (shortest) => `Prenez au moins ${shortest} caractères.`,
    different: 'Les deux ne sont pas identiques.',
    done: {
      title: 'Le mot de passe est enregistré',
      text: 'Vous pouvez fermer cette page et vous connecter sur votre appareil.',
    },
    over: {
      title: 'Ce lien n’est plus valable',
      text: 'Un lien sert une fois et pendant un jour. Demandez-en un autre à votre support.',
    },
  },
  held: (seconds) => `Trop de tentatives. Réessayez dans ${seconds} secondes.`,
  broken: {
    title: 'Cela n’a pas fonctionné',
    text: 'Réessayez dans une minute. Si cela ne suffit pas, prévenez votre support.',
  },
};
