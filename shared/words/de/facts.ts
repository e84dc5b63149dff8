// German: what a device observes of itself, and why it sometimes cannot.

import type { Words } from '../words.ts';

export const facts: Words['facts'] = {
  names: {
    'os-version': 'Betriebssystem',
    'ip-addresses': 'Netzwerkadressen',
    firewall: 'Firewall',
    'disk-encryption': 'Festplattenverschlüsselung',
    'machine-key': 'Schlüssel dieses Geräts',
    'user-identity': 'Verifizierter Benutzer',
  },
  file: (path) => `Datei ${path}`,
  program: (name) => `Programm ${name}`,
  other: (name) => `„${name}“`,
  fileThere: 'ist vorhanden',
  fileMissing: 'ist nicht vorhanden',
  programRuns: 'läuft',
  programSaysSo: 'läuft, nach eigener Angabe',
  programDoesNotRun: 'läuft nicht',
  noAddresses: 'keine',
  firewall: {
    closed: 'ein: unverlangte Verbindungen werden abgewiesen',
    open: 'aus: unverlangte Verbindungen kommen durch',
    openFor: (kind) => `aus für ${kind}: unverlangte Verbindungen kommen durch`,
  },
  encrypted: 'alle Festplatten sind verschlüsselt',
  plain: (places) => `nicht verschlüsselt: ${places}`,
  plainSomewhere: 'nicht verschlüsselt',
  machineKey: {
    software: 'in Software verwahrt, nicht in Sicherheitshardware',
    'os-store': 'an dieses Gerät gebunden',
    tpm: 'im Sicherheitschip (TPM)',
  },
  nobodyVerified: 'niemand ist angemeldet',
  unknown: {
    'timed-out': 'unbekannt: die Prüfung dauerte zu lange',
    'not-permitted': 'unbekannt: der Agent darf das nicht prüfen',
    'not-available': 'unbekannt: auf diesem Gerät gibt nichts darüber Auskunft',
    unsupported: 'unbekannt: diese Version des Agenten kann das nicht feststellen',
    unreadable: 'unbekannt: die Antwort war nicht verständlich',
    'not-collected': 'unbekannt: in letzter Zeit nicht geprüft',
  },
};
