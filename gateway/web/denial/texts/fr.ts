// What a denial page says in French.

import type { Texts } from './texts.ts';

export const fr: Texts = {
  causes: {
    'certificate-invalid': {
      title: 'Votre certificat n’est pas valable ici',
      what: 'Votre navigateur a présenté un certificat que cette passerelle n’accepte pas.',
      next: 'Ouvrez l’agent Stile et regardez son certificat. Il se renouvelle dès que l’agent est connecté à votre organisation ; fermez ensuite le navigateur et revenez.',
    },
    'certificate-missing': {
      title: 'Votre navigateur n’a présenté aucun certificat',
      what: 'Cette application ne s’ouvre qu’aux appareils inscrits, et votre navigateur n’a pas montré qu’il se trouve sur l’un d’eux.',
      next: 'Vérifiez que l’agent Stile est inscrit et actif, puis fermez complètement le navigateur et revenez. S’il demande un certificat, choisissez celui de votre organisation.',
    },
    'application-unknown': {
      title: 'Cette application n’existe pas',
      what: 'Cette passerelle ne sert rien à l’adresse demandée.',
      next: 'Vérifiez l’adresse. Si un lien vous a mené ici, prévenez son auteur.',
    },
    'name-unresolved': {
      title: 'L’application est introuvable',
      what: 'Vous pouvez utiliser cette application, mais la passerelle ne trouve pas son serveur par son nom.',
      next: 'Réessayez dans une minute. Si cela n’aide pas, prévenez votre support.',
    },
    policy: {
      title: 'Vous ne pouvez pas utiliser cette application',
      what: 'Aucune règle de votre organisation ne l’autorise à cet appareil.',
      next: 'Si vous en avez besoin pour votre travail, demandez l’accès à votre support.',
    },
    'sign-in-required': {
      title: 'Connectez-vous d’abord',
      what: 'Cette application demande que vous vous connectiez à votre organisation.',
      next: 'Ouvrez l’agent Stile, connectez-vous, puis rechargez cette page.',
    },
    revoked: {
      title: 'L’accès de cet appareil a été retiré',
      what: 'Le certificat de cet appareil a été révoqué.',
      next: 'Si vous ne vous y attendiez pas, appelez votre support. L’appareil doit être inscrit à nouveau.',
    },
    'tag-forbidden': {
      title: 'Quelque chose sur cet appareil fait obstacle',
      what: 'Votre appareil est dans un état dans lequel cette application reste fermée.',
      next: 'L’agent Stile montre ce qui a été trouvé et comment y remédier. L’accès revient ensuite de lui-même.',
    },
    'tag-missing': {
      title: 'Cet appareil ne remplit pas une condition',
      what: 'Cette application demande plus que ce que votre appareil montre en ce moment.',
      next: 'L’agent Stile montre quelle condition manque et comment la remplir. L’accès revient ensuite de lui-même.',
    },
    'device-unknown': {
      title: 'On ne sait rien de récent de cet appareil',
      what: 'La passerelle n’a pas d’informations à jour sur votre appareil.',
      next: 'Réessayez dans une minute. Si cela n’aide pas, vérifiez que l’agent Stile est actif et connecté.',
    },
    'device-offline': {
      title: 'Cet appareil ne s’est pas manifesté depuis un moment',
      what: 'Votre appareil ne dit plus à votre organisation comment il va.',
      next: 'Vérifiez que l’agent Stile est actif et connecté, puis réessayez.',
    },
    'address-refused': {
      title: 'Ce serveur n’est jamais joint d’ici',
      what: 'L’adresse de cette application est de celles auxquelles la passerelle ne se connecte pas.',
      next: 'Prévenez votre support : la configuration de la passerelle est à revoir.',
    },
    'server-unreachable': {
      title: 'L’application ne répond pas',
      what: 'Vous pouvez utiliser cette application, mais son serveur est injoignable en ce moment.',
      next: 'Réessayez dans une minute. Si cela n’aide pas, prévenez votre support.',
    },
    'request-refused': {
      title: 'Cette requête n’a pas été comprise',
      what: 'La requête n’a pas une forme que la passerelle transmet.',
      next: 'Revenez en arrière et réessayez. Si un programme l’a envoyée, ses développeurs comprendront le code ci-dessous.',
    },
    'too-many': {
      title: 'Trop à la fois',
      what: 'Votre appareil, ou le réseau où vous êtes, a plus de connexions ouvertes qu’il n’en a le droit.',
      next: 'Fermez quelques onglets et réessayez dans une minute.',
    },
    'gateway-unready': {
      title: 'La passerelle n’est pas prête',
      what: 'Cette passerelle démarre, s’arrête ou a été mise hors service.',
      next: 'Réessayez dans une minute. Si cela n’aide pas, prévenez votre support.',
    },
    'session-ended': {
      title: 'Votre session a été fermée',
      what: 'L’administration a fermé cette session.',
      next: 'Réessayez. Si elle est fermée de nouveau, demandez à votre support.',
    },
  },
  accessDenied: 'Accès refusé',
  whatToDo: 'Ce que vous pouvez faire',
  tryAgain: 'Réessayer',
  details: 'Détails',
  tellSupport: 'Votre support retrouve cette requête par son numéro.',
  code: 'Code',
  application: 'Application',
  policy: 'Règle',
  tagsMissing: 'Manque',
  tagsForbidden: 'Trouvé',
  user: 'Utilisateur',
  deviceId: 'Appareil',
  serial: 'Certificat',
  ems: 'Géré par',
  time: 'Heure',
  requestId: 'Requête',
};
