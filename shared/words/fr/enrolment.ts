// French: how a device comes to an organisation, is asked about it, is refused, and leaves.

import type { Words } from '../words.ts';

export const enrolment: Words['enrolment'] = {
  welcome: 'Bienvenue dans Stile',
  welcomeLead: 'Inscrivez cet appareil auprès de votre organisation pour accéder de partout à ses services protégés.',
  paste: 'Votre invitation',
  pasteHint: 'Collez-la ici ou déposez-la sur cette fenêtre. Elle commence par « stile1. » ou « stile://enroll ».',
  placeholder: 'stile1.…',
  read: 'Continuer',
  pasteNothing: 'Collez d’abord l’invitation.',
  nothingYet: 'Rien ne se passe encore : vous verrez d’abord de qui vient l’invitation, puis vous déciderez.',
  howTitle: 'Comment en obtenir une',
  how: 'Votre administrateur vous l’envoie, en général par e-mail ou par messagerie. Vous pouvez aussi simplement ouvrir le lien qu’elle contient.',
  drop: 'Déposez l’invitation ici',
  reading: 'Lecture de l’invitation…',
  lastFailure: 'La dernière tentative a échoué',
  question: (ems) => `S’inscrire auprès de ${ems} ?`,
  questionLead:
    'Vérifiez d’abord ces informations. Ne continuez que si vous connaissez cette organisation et attendiez cette invitation.',
  ems: 'Serveur (EMS)',
  site: 'Site',
  fingerprint: 'Empreinte',
  fingerprintHint:
    'Comparez-la avec celle que votre administrateur vous a communiquée par un autre moyen, par exemple par téléphone.',
  copyFingerprint: 'Copier l’empreinte',
  domains: 'Noms qu’elle peut rediriger',
  domainsHint:
    'Sur cet appareil, les noms de ces domaines peuvent passer par les passerelles de votre organisation. Aucun autre.',
  noDomains: 'aucun',
  meaningTitle: 'Ce que signifie l’inscription',
  meaning: [
    'Cet appareil reçoit de ce serveur son propre certificat.',
    'L’agent communique des informations sur la sécurité de cet appareil, comme son pare-feu et le chiffrement du disque. Il ne communique jamais le contenu de vos fichiers.',
    'À partir de ces informations, votre organisation décide des services auxquels vous avez accès.',
    'Vous pourrez quitter l’organisation ; un administrateur de cet appareil s’en charge.',
  ],
  enroll: 'S’inscrire',
  decline: 'Ne pas s’inscrire',
  notAllowedTitle: 'Un administrateur doit s’en charger',
  notAllowed:
    'Seul un administrateur de cet appareil peut l’inscrire auprès de ce serveur. Demandez-lui d’exécuter cette commande et de coller l’invitation lorsqu’elle est demandée :',
  enrolling: (ems) => `Inscription auprès de ${ems}…`,
  enrollingLead: 'Cela prend en général quelques secondes.',
  silent: (ems) => `Votre organisation inscrit cet appareil auprès de ${ems}`,
  silentLead: 'Vous n’avez rien à faire. L’inscription se fait d’elle-même dès que le serveur est joignable.',
  silentWaiting: 'Pas encore réussi ; un nouvel essai aura lieu automatiquement',
  steps: [
    'L’identité du serveur est comparée à l’invitation',
    'Cet appareil crée une clé, qui ne le quitte jamais',
    'Le serveur délivre le certificat',
  ],
  refusedTitle: 'L’appareil n’a pas été inscrit',
  unreadTitle: 'L’invitation est inutilisable',
  tryAgain: 'Utiliser une autre invitation',
  back: 'Retour',
  failures: {
    'invitation-malformed': {
      what: 'Cette invitation est incomplète.',
      next: 'Copiez-la de nouveau, du premier au dernier caractère.',
    },
    'invitation-too-new': {
      what: 'Cette invitation exige une version plus récente de Stile.',
      next: 'Mettez Stile à jour sur cet appareil, puis réessayez.',
    },
    'enrollment-refused': {
      what: 'Cette invitation n’est plus valable : elle a été utilisée, a expiré ou a été retirée.',
      next: 'Demandez-en une nouvelle à votre administrateur.',
    },
    'ems-unreachable': {
      what: 'Le serveur est injoignable d’ici.',
      next: 'Vérifiez votre réseau, puis réessayez. L’invitation reste utilisable.',
    },
    'pin-mismatch': {
      what: 'Le serveur qui répond n’est pas celui de l’invitation.',
      next: 'N’allez pas plus loin : quelqu’un s’est peut-être interposé. Prévenez votre administrateur et demandez une nouvelle invitation.',
    },
    'certificate-dates': {
      what: 'Les horloges de cet appareil et du serveur ne concordent pas.',
      next: 'Réglez l’horloge de cet appareil, puis réessayez.',
    },
    'ems-not-allowed': {
      what: 'Cet appareil ne peut être inscrit qu’auprès du serveur défini par son administrateur.',
      next: 'Demandez à votre administrateur une invitation pour ce serveur.',
    },
    'already-enrolled': {
      what: 'Cet appareil appartient déjà à une organisation. Une invitation ne peut rien y changer.',
      next: 'Pour en changer, un administrateur doit d’abord retirer cet appareil de son organisation.',
    },
    'consent-missing': {
      what: 'L’invitation a changé depuis que la question vous a été posée.',
      next: 'Ouvrez-la de nouveau et vérifiez l’empreinte.',
    },
    'command-not-allowed': {
      what: 'Seul un administrateur de cet appareil peut l’inscrire.',
      next: 'Demandez-lui de le faire.',
    },
    'uid-known': {
      what: 'Le serveur connaît déjà cet appareil et ne peut pas savoir s’il s’agit bien du même.',
      next: 'Demandez à votre administrateur de le libérer sur le serveur.',
    },
    'too-many-requests': {
      what: 'Trop de tentatives ont été faites depuis votre réseau.',
      next: 'Attendez quelques minutes, puis réessayez.',
    },
    'socket-not-there': {
      what: 'L’agent ne fonctionne pas sur cet appareil.',
      next: 'Réessayez lorsqu’il fonctionnera.',
    },
  },
  blockedTitle: 'Cet appareil a été bloqué',
  blockedLead: (ems) =>
    `Votre organisation (${ems}) a mis fin à l’accès de cet appareil. Son certificat n’est plus valable.`,
  blockedWhen: 'Bloqué',
  blockedNext:
    'Si vous ne vous y attendiez pas, demandez à votre administrateur. Une nouvelle invitation permet à l’appareil de revenir.',
  leave: 'Quitter cette organisation…',
  leaveTitle: 'Quitter cette organisation ?',
  leaveText: (ems) => `Cet appareil quitte ${ems} immédiatement :`,
  leaveMeaning: [
    'les connexions ouvertes aux services protégés prennent fin,',
    'son certificat est supprimé et n’est plus valable,',
    'pour revenir, il vous faut une nouvelle invitation.',
  ],
  leaveConfirm: 'Quitter',
  stay: 'Rester',
  leaveNotAllowed: 'Seul un administrateur de cet appareil peut le faire, avec cette commande :',
};
