// Spanish: how the device stands, in two words, in one sentence, and what to do about it.

import type { Words } from '../words.ts';

export const standing: Words['standing'] = {
  names: {
    'agent-stopped': 'Agente detenido',
    incompatible: 'Actualización necesaria',
    refused: 'Agente no fiable',
    'not-enrolled': 'Sin inscribir',
    enrolling: 'Inscribiendo',
    connecting: 'Conectando',
    disconnected: 'Desconectado',
    protected: 'Protegido',
    limited: 'Acceso limitado',
    offline: 'Sin conexión',
    blocked: 'Bloqueado',
    'ems-unreachable': 'EMS no disponible',
    'captive-portal': 'Debe iniciar sesión en la red',
  },
  sentences: {
    'agent-stopped': 'El agente no está en ejecución en este dispositivo.',
    incompatible: 'Esta ventana y el agente son de versiones distintas.',
    refused: 'El agente no aceptó esta ventana.',
    'not-enrolled': 'Este dispositivo aún no está inscrito.',
    enrolling: 'Este dispositivo se está inscribiendo.',
    connecting: 'Conectando con su organización.',
    disconnected: 'El agente está desconectado.',
    protected: 'Todo va bien: sus servicios están disponibles.',
    limited: 'Algunos servicios no están disponibles.',
    offline: 'No hay conexión de red.',
    blocked: 'Su organización bloqueó este dispositivo.',
    'ems-unreachable': 'El servidor de administración (EMS) no responde.',
    'captive-portal': 'Esta red le pide que inicie sesión primero.',
  },
  advice: {
    'agent-stopped': 'Normalmente se reinicia solo. Si no es así, pregunte a su administrador.',
    incompatible: 'Termine la actualización; después, cierre la sesión y vuelva a iniciarla.',
    refused: 'Pida a su administrador que revise el agente de este dispositivo.',
    'not-enrolled': 'Abra la invitación que le envió su administrador o péguela aquí.',
    enrolling: 'Tarda unos segundos.',
    connecting: 'Tarda unos segundos.',
    disconnected:
      'Los nombres y los túneles se retiran hasta que vuelva a conectar. El dispositivo sigue informando de su estado.',
    protected: 'No tiene que hacer nada.',
    limited: 'Vea cuáles, por qué y cómo solucionarlo.',
    offline: 'Sus servicios volverán cuando vuelva la red.',
    blocked: 'Pida una nueva invitación a su administrador.',
    'ems-unreachable': 'Si continúa así, el acceso se interrumpirá hasta que responda. Avise a su administrador.',
    'captive-portal': 'Abra su página de inicio de sesión; el resto continuará solo.',
  },
};
