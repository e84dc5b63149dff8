// Spanish: the tray's menu and tooltip.

import type { Words } from '../words.ts';

export const tray: Words['tray'] = {
  product: 'Stile',
  open: 'Abrir Stile',
  recheck: 'Volver a comprobar este dispositivo',
  diagnostics: 'Diagnóstico…',
  about: 'Acerca de Stile…',
  connect: 'Conectar',
  disconnect: 'Desconectar',
  disconnectAsking: 'Desconectar…',
  quit: 'Salir',
  more: 'Causa y solución…',
  enroll: 'Inscribir este dispositivo…',
  signIn: 'Iniciar sesión en la red…',
  signInHere: 'Iniciar sesión…',
  signInFor: (name) => `Iniciar sesión para acceder a ${name}…`,
  groups: {
    allowed: 'Disponibles',
    unknown: 'Aún sin abrir',
    denied: 'No disponibles',
  },
  destination: {
    browser: (name) => `${name}: abrir en el navegador`,
    ssh: (name) => `${name}: abrir con SSH`,
    rdp: (name) => `${name}: abrir con Remote Desktop`,
    copy: (name) => `${name}: copiar la dirección`,
    why: (name) => `${name}: ¿por qué?`,
  },
  allDestinations: (count) => `Todos los destinos (${count})…`,
  tags: (count) => `Etiquetas (${count})`,
  noTags: 'Este dispositivo no tiene etiquetas.',
  whyTags: 'De dónde proceden…',
  allTags: (count) => `Todas las etiquetas (${count})…`,
};
