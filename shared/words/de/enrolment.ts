// German: how a device comes to an organisation, is asked about it, is refused, and leaves.

import type { Words } from '../words.ts';

export const enrolment: Words['enrolment'] = {
  welcome: 'Willkommen bei Stile',
  welcomeLead:
    'Registrieren Sie dieses Gerät bei Ihrer Organisation, um deren geschützte Dienste von überall zu erreichen.',
  paste: 'Ihre Einladung',
  pasteHint:
    'Fügen Sie sie hier ein oder ziehen Sie sie auf dieses Fenster. Sie beginnt mit „stile1.“ oder „stile://enroll“.',
  placeholder: 'stile1.…',
  read: 'Weiter',
  pasteNothing: 'Fügen Sie zuerst die Einladung ein.',
  nothingYet: 'Noch geschieht nichts: Sie sehen zuerst, von wem die Einladung stammt, und entscheiden dann.',
  howTitle: 'So erhalten Sie eine Einladung',
  how: 'Ihre Administration schickt sie Ihnen, meist per E-Mail oder Chat. Sie können auch einfach den Link darin öffnen.',
  drop: 'Einladung hier ablegen',
  reading: 'Die Einladung wird gelesen…',
  lastFailure: 'Der letzte Versuch ist fehlgeschlagen',
  question: (ems) => `Bei ${ems} registrieren?`,
  questionLead:
    'Sehen Sie sich dies zuerst an. Fahren Sie nur fort, wenn Sie diese Organisation kennen und die Einladung erwartet haben.',
  ems: 'Server (EMS)',
  site: 'Standort',
  fingerprint: 'Fingerabdruck',
  fingerprintHint:
    'Vergleichen Sie ihn mit dem, den Ihre Administration Ihnen auf anderem Weg genannt hat, etwa am Telefon.',
  copyFingerprint: 'Fingerabdruck kopieren',
  domains: 'Diese Namen darf die Organisation umleiten',
  domainsHint:
    'Auf diesem Gerät dürfen Namen unterhalb dieser Domänen durch die Gateways Ihrer Organisation führen. Andere nicht.',
  noDomains: 'keine',
  meaningTitle: 'Was die Registrierung bedeutet',
  meaning: [
    'Dieses Gerät erhält von diesem Server ein eigenes Zertifikat.',
    'Der Agent meldet Angaben zur Sicherheit dieses Geräts, etwa zu Firewall und Festplattenverschlüsselung. Er meldet nie, was in Ihren Dateien steht.',
    'Ihre Organisation entscheidet anhand dieser Angaben, welche ihrer Dienste Sie erreichen.',
    'Sie können die Organisation wieder verlassen; das erledigt die Administration dieses Geräts.',
  ],
  enroll: 'Registrieren',
  decline: 'Nicht registrieren',
  notAllowedTitle: 'Das muss die Administration erledigen',
  notAllowed:
    'Nur die Administration dieses Geräts darf es bei diesem Server registrieren. Bitten Sie sie, diesen Befehl auszuführen und die Einladung auf Nachfrage einzufügen:',
  enrolling: (ems) => `Registrierung bei ${ems}…`,
  enrollingLead: 'Das dauert meist nur wenige Sekunden.',
  silent: (ems) => `Ihre Organisation registriert dieses Gerät bei ${ems}`,
  silentLead: 'Sie brauchen nichts zu tun. Es geschieht von selbst, sobald der Server erreichbar ist.',
  silentWaiting: 'Noch nicht gelungen; es wird von selbst erneut versucht',
  steps: [
    'Die Identität des Servers wird mit der Einladung abgeglichen',
    'Dieses Gerät erzeugt einen Schlüssel, der es nie verlässt',
    'Der Server stellt das Zertifikat aus',
  ],
  refusedTitle: 'Das Gerät wurde nicht registriert',
  unreadTitle: 'Die Einladung ist nicht verwendbar',
  tryAgain: 'Andere Einladung verwenden',
  back: 'Zurück',
  failures: {
    'invitation-malformed': {
      what: 'Das ist keine vollständige Einladung.',
      next: 'Kopieren Sie sie noch einmal, vom ersten bis zum letzten Zeichen.',
    },
    'invitation-too-new': {
      what: 'Diese Einladung erfordert eine neuere Version von Stile.',
      next: 'Aktualisieren Sie Stile auf diesem Gerät und versuchen Sie es dann erneut.',
    },
    'enrollment-refused': {
      what: 'Diese Einladung gilt nicht mehr: Sie wurde verwendet, ist abgelaufen oder wurde zurückgezogen.',
      next: 'Bitten Sie Ihre Administration um eine neue.',
    },
    'ems-unreachable': {
      what: 'Der Server ist von hier aus nicht erreichbar.',
      next: 'Prüfen Sie Ihr Netzwerk und versuchen Sie es dann erneut. Die Einladung ist nicht verbraucht.',
    },
    'pin-mismatch': {
      what: 'Es antwortet nicht der Server, von dem die Einladung stammt.',
      next: 'Fahren Sie nicht fort: Möglicherweise hat sich jemand dazwischengeschaltet. Informieren Sie Ihre Administration und bitten Sie um eine neue Einladung.',
    },
    'certificate-dates': {
      what: 'Die Uhren dieses Geräts und des Servers stimmen nicht überein.',
      next: 'Stellen Sie die Uhr dieses Geräts und versuchen Sie es dann erneut.',
    },
    'ems-not-allowed': {
      what: 'Dieses Gerät darf nur bei dem Server registriert werden, den seine Administration festgelegt hat.',
      next: 'Bitten Sie Ihre Administration um eine Einladung zu diesem Server.',
    },
    'already-enrolled': {
      what: 'Dieses Gerät gehört bereits zu einer Organisation. Eine Einladung kann das nicht ändern.',
      next: 'Soll sich das ändern, muss die Administration das Gerät zuerst aus seiner Organisation entfernen.',
    },
    'consent-missing': {
      what: 'Die Einladung hat sich geändert, seit Sie gefragt wurden.',
      next: 'Öffnen Sie sie noch einmal und prüfen Sie den Fingerabdruck.',
    },
    'command-not-allowed': {
      what: 'Nur die Administration dieses Geräts darf es registrieren.',
      next: 'Bitten Sie sie darum.',
    },
    'uid-known': {
      what: 'Der Server kennt dieses Gerät bereits und kann nicht erkennen, ob es dasselbe ist.',
      next: 'Bitten Sie Ihre Administration, es auf dem Server freizugeben.',
    },
    'too-many-requests': {
      what: 'Aus Ihrem Netzwerk kamen zu viele Versuche.',
      next: 'Warten Sie einige Minuten und versuchen Sie es dann erneut.',
    },
    'socket-not-there': {
      what: 'Der Agent läuft auf diesem Gerät nicht.',
      next: 'Versuchen Sie es erneut, sobald er läuft.',
    },
  },
  blockedTitle: 'Dieses Gerät wurde gesperrt',
  blockedLead: (ems) =>
    `Ihre Organisation (${ems}) hat den Zugriff dieses Geräts beendet. Sein Zertifikat ist nicht mehr gültig.`,
  blockedWhen: 'Gesperrt',
  blockedNext:
    'Wenn Sie das nicht erwartet haben, fragen Sie Ihre Administration. Mit einer neuen Einladung kann das Gerät zurückkehren.',
  leave: 'Diese Organisation verlassen…',
  leaveTitle: 'Diese Organisation verlassen?',
  leaveText: (ems) => `Dieses Gerät verlässt ${ems} sofort:`,
  leaveMeaning: [
    'Offene Verbindungen zu geschützten Diensten enden.',
    'Sein Zertifikat wird gelöscht und ungültig.',
    'Um zurückzukehren, brauchen Sie eine neue Einladung.',
  ],
  leaveConfirm: 'Verlassen',
  stay: 'Bleiben',
  leaveNotAllowed: 'Das darf nur die Administration dieses Geräts. Sie führt dazu diesen Befehl aus:',
};
