// French: what a device observes of itself, and why it sometimes cannot.

import type { Words } from '../words.ts';

export const facts: Words['facts'] = {
  names: {
    'os-version': 'Système d’exploitation',
    'ip-addresses': 'Adresses réseau',
    firewall: 'Pare-feu',
    'disk-encryption': 'Chiffrement du disque',
    'machine-key': 'Clé de cet appareil',
    'user-identity': 'Utilisateur vérifié',
  },
  file: (path) => `Fichier ${path}`,
  program: (name) => `Programme ${name}`,
  other: (name) => `« ${name} »`,
  fileThere: 'présent',
  fileMissing: 'absent',
  programRuns: 'en cours d’exécution',
  programSaysSo: 'en cours d’exécution, d’après son propre nom',
  programDoesNotRun: 'arrêté',
  noAddresses: 'aucune',
  firewall: {
    closed: 'activé : les connexions non sollicitées sont rejetées',
    open: 'désactivé : les connexions non sollicitées passent',
    openFor: (kind) => `désactivé pour ${kind} : les connexions non sollicitées passent`,
  },
  encrypted: 'tous les disques sont chiffrés',
  plain: (places) => `non chiffré : ${places}`,
  plainSomewhere: 'non chiffré',
  machineKey: {
    software: 'conservée par un logiciel, pas dans un matériel de sécurité',
    'os-store': 'liée à cet appareil',
    tpm: 'dans la puce de sécurité (TPM)',
  },
  nobodyVerified: 'personne n’est connecté',
  unknown: {
    'timed-out': 'inconnu : la vérification a pris trop de temps',
    'not-permitted': 'inconnu : l’agent n’a pas le droit de vérifier',
    'not-available': 'inconnu : rien sur cet appareil ne permet de le savoir',
    unsupported: 'inconnu : cette version de l’agent ne peut pas le savoir',
    unreadable: 'inconnu : la réponse n’avait pas de sens',
    'not-collected': 'inconnu : pas de vérification récente',
  },
};
