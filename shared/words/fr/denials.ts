// French: why a connection was refused or cut, by the code that came with it, and what helps.

import type { Words } from '../words.ts';

export const denials: Words['denials'] = {
  why: {
    '001': 'Le certificat présenté n’est pas valable ici.',
    '002': 'Aucun certificat n’a été présenté.',
    '003': 'Cet appareil est géré, mais n’a présenté aucun certificat.',
    '021': 'Cet hôte ou ce chemin n’existe pas derrière la passerelle.',
    '022': 'La passerelle ne connaît pas cette destination.',
    '023': 'La passerelle ne trouve pas l’adresse du serveur.',
    '061': 'Aucune stratégie n’autorise cette connexion.',
    '062': 'Une stratégie interdit cette connexion.',
    '063': 'Le certificat, son appareil ou son autorité a été révoqué.',
    '064': 'Cet appareil a une étiquette interdite ici.',
    '065': 'Il manque à cet appareil une étiquette exigée ici.',
    '066': 'La passerelle n’a pas de nouvelles récentes de cet appareil.',
    '067': 'L’EMS considère cet appareil comme hors ligne.',
    '081': 'La passerelle ne se connecte jamais à cette adresse.',
    '082': 'Le serveur a refusé la connexion.',
    '083': 'Le serveur n’a pas répondu à temps.',
    '084': 'Le serveur est injoignable.',
    '085': 'Le certificat du serveur n’est pas fiable.',
    '086': 'Le serveur a rompu la connexion ou ne parle pas HTTP.',
    '091': 'La passerelle n’a pas compris la requête.',
    '092': 'L’en-tête de la requête est trop volumineux.',
    '093': 'La requête n’est pas arrivée à temps.',
    '094': 'Trop de connexions sont ouvertes depuis cet appareil ou cette adresse.',
    '095': 'Cette passerelle ne dessert pas cet hôte.',
    '096': 'La passerelle s’arrête ou n’est pas encore prête.',
    '097': 'L’EMS a retiré cette passerelle.',
    '098': 'Un administrateur a mis fin à la session.',
    '099': 'Une règle exige ici un utilisateur vérifié : connectez-vous d’abord.',
  },
  whyUnknown: (title) => `La passerelle a répondu : ${title}`,
  next: {
    posture: 'Remettez cet appareil en règle : la page « État de sécurité » dit ce qui pose problème.',
    tag: 'Votre administrateur peut dire pourquoi cette étiquette vous bloque.',
    again: 'Réessayez dans un instant. Si cela persiste, consultez « Diagnostic ».',
    server: 'Le serveur derrière la passerelle a un problème. Réessayez plus tard ou prévenez son responsable.',
    certificate: 'L’agent renouvelle son certificat de lui-même. Si cela persiste, consultez « Diagnostic ».',
    administrator: 'Communiquez l’ID de requête à votre administrateur.',
    fewer: 'Fermez quelques connexions, puis réessayez.',
    signIn:
      'Connectez-vous à votre organisation : le bouton se trouve sur la page « Vue d’ensemble ». Vous pourrez ensuite réessayer.',
  },
};
