// What a denial page says in German.

import type { Texts } from './texts.ts';

export const de: Texts = {
  causes: {
    'certificate-invalid': {
      title: 'Ihr Zertifikat gilt hier nicht',
      what: 'Ihr Browser hat ein Zertifikat vorgelegt, das dieses Gateway nicht annimmt.',
      next: 'Öffnen Sie den Stile-Agenten und sehen Sie nach seinem Zertifikat. Es erneuert sich, sobald er mit Ihrer Organisation verbunden ist; schließen Sie dann den Browser und kommen Sie wieder.',
    },
    'certificate-missing': {
      title: 'Ihr Browser hat kein Zertifikat vorgelegt',
      what: 'Diese Anwendung öffnet sich nur für angemeldete Geräte, und Ihr Browser hat nicht gezeigt, dass er auf einem läuft.',
      next: 'Prüfen Sie, ob der Stile-Agent angemeldet ist und läuft, schließen Sie dann den Browser ganz und kommen Sie wieder. Fragt er nach einem Zertifikat, wählen Sie das Ihrer Organisation.',
    },
    'application-unknown': {
      title: 'Diese Anwendung gibt es nicht',
      what: 'Unter der aufgerufenen Adresse stellt dieses Gateway nichts bereit.',
      next: 'Prüfen Sie die Adresse. Kam sie aus einem Link, sagen Sie es seinem Verfasser.',
    },
    'name-unresolved': {
      title: 'Die Anwendung ist nicht zu finden',
      what: 'Sie dürfen diese Anwendung benutzen, aber das Gateway findet ihren Server nicht beim Namen.',
      next: 'Versuchen Sie es in einer Minute noch einmal. Hilft das nicht, wenden Sie sich an Ihren Support.',
    },
    policy: {
      title: 'Sie dürfen diese Anwendung nicht benutzen',
      what: 'Keine Regel Ihrer Organisation erlaubt sie diesem Gerät.',
      next: 'Brauchen Sie sie für Ihre Arbeit, bitten Sie Ihren Support um Zugang.',
    },
    'sign-in-required': {
      title: 'Melden Sie sich zuerst an',
      what: 'Diese Anwendung verlangt, dass Sie sich bei Ihrer Organisation anmelden.',
      next: 'Öffnen Sie den Stile-Agenten, melden Sie sich an und laden Sie dann diese Seite neu.',
    },
    revoked: {
      title: 'Diesem Gerät wurde der Zugang entzogen',
      what: 'Das Zertifikat dieses Geräts wurde gesperrt.',
      next: 'Kommt das unerwartet, rufen Sie Ihren Support an. Das Gerät muss neu angemeldet werden.',
    },
    'tag-forbidden': {
      title: 'Etwas auf diesem Gerät steht im Weg',
      what: 'Ihr Gerät ist in einem Zustand, in dem diese Anwendung geschlossen bleibt.',
      next: 'Der Stile-Agent zeigt, was gefunden wurde und wie es zu beheben ist. Danach kommt der Zugang von selbst zurück.',
    },
    'tag-missing': {
      title: 'Dieses Gerät erfüllt eine Anforderung nicht',
      what: 'Diese Anwendung verlangt mehr, als Ihr Gerät zurzeit vorweist.',
      next: 'Der Stile-Agent zeigt, welche Anforderung fehlt und wie sie zu erfüllen ist. Danach kommt der Zugang von selbst zurück.',
    },
    'device-unknown': {
      title: 'Über dieses Gerät ist nichts Neues bekannt',
      what: 'Das Gateway hat keine aktuellen Angaben über Ihr Gerät.',
      next: 'Versuchen Sie es in einer Minute noch einmal. Hilft das nicht, prüfen Sie, ob der Stile-Agent läuft und verbunden ist.',
    },
    'device-offline': {
      title: 'Dieses Gerät hat sich länger nicht gemeldet',
      what: 'Ihr Gerät teilt Ihrer Organisation nicht mehr mit, wie es ihm geht.',
      next: 'Prüfen Sie, ob der Stile-Agent läuft und verbunden ist, und versuchen Sie es noch einmal.',
    },
    'address-refused': {
      title: 'Dieser Server wird von hier nie erreicht',
      what: 'Mit der Adresse dieser Anwendung verbindet sich das Gateway nicht.',
      next: 'Sagen Sie es Ihrem Support: Die Konfiguration des Gateways ist zu prüfen.',
    },
    'server-unreachable': {
      title: 'Die Anwendung antwortet nicht',
      what: 'Sie dürfen diese Anwendung benutzen, aber ihr Server ist zurzeit nicht zu erreichen.',
      next: 'Versuchen Sie es in einer Minute noch einmal. Hilft das nicht, wenden Sie sich an Ihren Support.',
    },
    'request-refused': {
      title: 'Diese Anfrage wurde nicht verstanden',
      what: 'Die Anfrage hat keine Form, die das Gateway weitergibt.',
      next: 'Gehen Sie zurück und versuchen Sie es noch einmal. Kam sie von einem Programm, sagt der Code unten seinen Entwicklern mehr.',
    },
    'too-many': {
      title: 'Zu viel auf einmal',
      what: 'Ihr Gerät oder das Netz, in dem Sie sind, hat mehr Verbindungen offen, als es darf.',
      next: 'Schließen Sie einige Tabs und versuchen Sie es in einer Minute noch einmal.',
    },
    'gateway-unready': {
      title: 'Das Gateway ist nicht bereit',
      what: 'Dieses Gateway startet, hält an oder wurde außer Dienst gestellt.',
      next: 'Versuchen Sie es in einer Minute noch einmal. Hilft das nicht, wenden Sie sich an Ihren Support.',
    },
    'session-ended': {
      title: 'Ihre Sitzung wurde beendet',
      what: 'Jemand aus der Administration hat diese Sitzung beendet.',
      next: 'Versuchen Sie es noch einmal. Wird sie wieder beendet, fragen Sie Ihren Support.',
    },
  },
  accessDenied: 'Kein Zugang',
  whatToDo: 'Was Sie tun können',
  tryAgain: 'Noch einmal versuchen',
  details: 'Einzelheiten',
  tellSupport: 'Ihr Support findet diese Anfrage an ihrer Nummer.',
  code: 'Code',
  application: 'Anwendung',
  policy: 'Regel',
  tagsMissing: 'Fehlt',
  tagsForbidden: 'Gefunden',
  user: 'Benutzer',
  deviceId: 'Gerät',
  serial: 'Zertifikat',
  ems: 'Verwaltet von',
  time: 'Zeit',
  requestId: 'Anfrage',
};
