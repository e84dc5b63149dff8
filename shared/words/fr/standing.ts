// French: how the device stands, in two words, in one sentence, and what to do about it.

import type { Words } from '../words.ts';

export const standing: Words['standing'] = {
  names: {
    'agent-stopped': 'Agent arrêté',
    incompatible: 'Mise à jour requise',
    refused: 'Agent non fiable',
    'not-enrolled': 'Non inscrit',
    enrolling: 'Inscription en cours',
    connecting: 'Connexion en cours',
    disconnected: 'Déconnecté',
    protected: 'Protégé',
    limited: 'Accès limité',
    offline: 'Hors ligne',
    blocked: 'Bloqué',
    'ems-unreachable': 'EMS injoignable',
    'captive-portal': 'Connexion au réseau requise',
  },
  sentences: {
    'agent-stopped': 'L’agent ne fonctionne pas sur cet appareil.',
    incompatible: 'Cette fenêtre et l’agent sont de versions différentes.',
    refused: 'L’agent n’a pas accepté cette fenêtre.',
    'not-enrolled': 'Cet appareil n’est pas encore inscrit.',
    enrolling: 'Cet appareil est en cours d’inscription.',
    connecting: 'Connexion à votre organisation.',
    disconnected: 'L’agent est déconnecté.',
    protected: 'Tout va bien : vos services sont accessibles.',
    limited: 'Certains services sont inaccessibles.',
    offline: 'Aucune connexion réseau.',
    blocked: 'Votre organisation a bloqué cet appareil.',
    'ems-unreachable': 'Le serveur de gestion (EMS) ne répond pas.',
    'captive-portal': 'Ce réseau vous demande d’abord de vous identifier.',
  },
  advice: {
    'agent-stopped': 'En général, il redémarre de lui-même. Sinon, adressez-vous à votre administrateur.',
    incompatible: 'Terminez la mise à jour, puis fermez et rouvrez votre session.',
    refused: 'Demandez à votre administrateur de vérifier l’agent de cet appareil.',
    'not-enrolled': 'Ouvrez l’invitation envoyée par votre administrateur ou collez-la ici.',
    enrolling: 'Cela prend quelques secondes.',
    connecting: 'Cela prend quelques secondes.',
    disconnected:
      'Les noms et les tunnels sont retirés jusqu’à la reconnexion. L’appareil continue de signaler son état.',
    protected: 'Vous n’avez rien à faire.',
    limited: 'Voyez lesquels, pourquoi et que faire.',
    offline: 'Vos services reviendront avec le réseau.',
    blocked: 'Demandez une nouvelle invitation à votre administrateur.',
    'ems-unreachable':
      'Si cela dure, l’accès sera coupé jusqu’à ce qu’il réponde de nouveau. Prévenez votre administrateur.',
    'captive-portal': 'Ouvrez sa page de connexion ; le reste se fera tout seul.',
  },
};
