// Spanish: the page that keeps the notices.

import type { Words } from '../words.ts';

export const noticesPage: Words['noticesPage'] = {
  about: 'Lo que usted debía saber. Las notificaciones se guardan en este equipo.',
  none: 'No ha ocurrido nada que deba saber.',
  noneMore: 'Aquí se guardan las notificaciones de accesos perdidos y recuperados.',
  today: 'Hoy',
  yesterday: 'Ayer',
  isNew: 'Nueva',
  clear: 'Quitar todas',
  clearQuestion: '¿Quitar todas las notificaciones de esta lista?',
  clearYes: 'Quitar todas',
  clearMeaning: 'No se pueden recuperar. Lo ocurrido permanece en «Actividad» mientras el agente lo conserve.',
  go: {
    overview: 'Mostrar el resumen',
    posture: 'Mostrar el estado de seguridad',
    destinations: 'Mostrar los destinos',
    activity: 'Mostrar la actividad',
    diagnostics: 'Mostrar el diagnóstico',
    settings: 'Mostrar los ajustes',
  },
  requestId: (id) => `ID de solicitud ${id}`,
};
