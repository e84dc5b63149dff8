// German: why a connection was refused or cut, by the code that came with it, and what helps.

import type { Words } from '../words.ts';

export const denials: Words['denials'] = {
  why: {
    '001': 'Das vorgelegte Zertifikat ist hier nicht gültig.',
    '002': 'Es wurde kein Zertifikat vorgelegt.',
    '003': 'Dieses Gerät wird verwaltet, hat aber kein Zertifikat vorgelegt.',
    '021': 'Diesen Host oder Pfad gibt es hinter dem Gateway nicht.',
    '022': 'Das Gateway kennt dieses Ziel nicht.',
    '023': 'Das Gateway findet die Adresse des Servers nicht.',
    '061': 'Keine Richtlinie erlaubt diese Verbindung.',
    '062': 'Eine Richtlinie verbietet diese Verbindung.',
    '063': 'Das Zertifikat, sein Gerät oder seine Zertifizierungsstelle wurde gesperrt.',
    '064': 'Dieses Gerät hat ein Tag, das hier verboten ist.',
    '065': 'Diesem Gerät fehlt ein Tag, das hier erforderlich ist.',
    '066': 'Das Gateway hat keine aktuellen Angaben zu diesem Gerät.',
    '067': 'Für das EMS ist dieses Gerät offline.',
    '081': 'Das Gateway stellt zu dieser Adresse nie eine Verbindung her.',
    '082': 'Der Server hat die Verbindung abgelehnt.',
    '083': 'Der Server hat nicht rechtzeitig geantwortet.',
    '084': 'Der Server ist nicht erreichbar.',
    '085': 'Das Zertifikat des Servers ist nicht vertrauenswürdig.',
    '086': 'Der Server hat abgebrochen oder spricht kein HTTP.',
    '091': 'Das Gateway hat die Anfrage nicht verstanden.',
    '092': 'Der Kopf der Anfrage ist zu groß.',
    '093': 'Die Anfrage kam nicht rechtzeitig an.',
    '094': 'Von diesem Gerät oder dieser Adresse sind zu viele Verbindungen offen.',
    '095': 'Dieses Gateway ist für diesen Host nicht zuständig.',
    '096': 'Das Gateway wird beendet oder ist noch nicht bereit.',
    '097': 'Das EMS hat dieses Gateway gesperrt.',
    '098': 'Ein Administrator hat die Sitzung beendet.',
    '099': 'Eine Richtlinie verlangt hier einen bestätigten Benutzer: Melden Sie sich zuerst an.',
  },
  whyUnknown: (title) => `Das Gateway meldete: ${title}`,
  next: {
    posture: 'Bringen Sie dieses Gerät in Ordnung: Die Seite „Sicherheitsstatus“ zeigt, was im Weg steht.',
    tag: 'Ihre Administration kann sagen, warum dieses Tag den Zugriff verhindert.',
    again: 'Versuchen Sie es gleich noch einmal. Bleibt es dabei, sehen Sie unter „Diagnose“ nach.',
    server:
      'Der Server hinter dem Gateway hat ein Problem. Versuchen Sie es später erneut oder informieren Sie die Zuständigen.',
    certificate: 'Der Agent erneuert sein Zertifikat von selbst. Bleibt es dabei, sehen Sie unter „Diagnose“ nach.',
    administrator: 'Nennen Sie Ihrer Administration die Anfrage-ID.',
    fewer: 'Schließen Sie einige Verbindungen und versuchen Sie es dann erneut.',
    signIn:
      'Melden Sie sich bei Ihrer Organisation an: Die Seite „Übersicht“ hat die Schaltfläche dafür. Danach können Sie es erneut versuchen.',
  },
};
