// German: how the device stands, in two words, in one sentence, and what to do about it.

import type { Words } from '../words.ts';

export const standing: Words['standing'] = {
  names: {
    'agent-stopped': 'Agent läuft nicht',
    incompatible: 'Update erforderlich',
    refused: 'Agent nicht vertrauenswürdig',
    'not-enrolled': 'Nicht registriert',
    enrolling: 'Wird registriert',
    connecting: 'Verbindung wird hergestellt',
    disconnected: 'Getrennt',
    protected: 'Geschützt',
    limited: 'Eingeschränkter Zugriff',
    offline: 'Offline',
    blocked: 'Gesperrt',
    'ems-unreachable': 'EMS nicht erreichbar',
    'captive-portal': 'Anmeldung am Netzwerk nötig',
  },
  sentences: {
    'agent-stopped': 'Der Agent läuft auf diesem Gerät nicht.',
    incompatible: 'Dieses Fenster und der Agent haben verschiedene Versionen.',
    refused: 'Der Agent hat dieses Fenster nicht akzeptiert.',
    'not-enrolled': 'Dieses Gerät ist noch nicht registriert.',
    enrolling: 'Dieses Gerät wird registriert.',
    connecting: 'Die Verbindung zu Ihrer Organisation wird hergestellt.',
    disconnected: 'Der Agent ist getrennt.',
    protected: 'Alles in Ordnung: Ihre Dienste sind erreichbar.',
    limited: 'Einige Dienste sind nicht erreichbar.',
    offline: 'Es besteht keine Netzwerkverbindung.',
    blocked: 'Ihre Organisation hat dieses Gerät gesperrt.',
    'ems-unreachable': 'Der Verwaltungsserver (EMS) antwortet nicht.',
    'captive-portal': 'Dieses Netzwerk verlangt zuerst eine Anmeldung.',
  },
  advice: {
    'agent-stopped': 'Er startet in der Regel von selbst wieder. Falls nicht, fragen Sie Ihre Administration.',
    incompatible: 'Schließen Sie das Update ab, melden Sie sich dann ab und wieder an.',
    refused: 'Bitten Sie Ihre Administration, den Agenten auf diesem Gerät zu prüfen.',
    'not-enrolled': 'Öffnen Sie die Einladung Ihrer Administration oder fügen Sie sie hier ein.',
    enrolling: 'Das dauert wenige Sekunden.',
    connecting: 'Das dauert wenige Sekunden.',
    disconnected: 'Namen und Tunnel sind weg, bis Sie wieder verbinden. Das Gerät meldet seinen Zustand weiterhin.',
    protected: 'Sie müssen nichts tun.',
    limited: 'Sehen Sie nach, welche es sind, warum und was hilft.',
    offline: 'Ihre Dienste sind wieder da, sobald das Netzwerk wieder da ist.',
    blocked: 'Bitten Sie Ihre Administration um eine neue Einladung.',
    'ems-unreachable':
      'Hält das an, endet der Zugriff, bis der Server wieder antwortet. Informieren Sie Ihre Administration.',
    'captive-portal': 'Öffnen Sie die Anmeldeseite; alles Weitere geht dann von selbst.',
  },
};
