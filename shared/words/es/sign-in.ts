// Spanish: who has signed in on this device.

import type { Words } from '../words.ts';

export const signIn: Words['signIn'] = {
  title: 'Su inicio de sesión',
  button: 'Iniciar sesión',
  buttonBy: (provider) => `Iniciar sesión con ${provider}`,
  out: 'Cerrar sesión',
  cancel: 'Cancelar',
  nobody: 'No ha iniciado sesión. Algunos servicios preguntan quién es usted.',
  wanted: (destinations) => `Inicie sesión para acceder a ${destinations}. La conexión le espera.`,
  waiting: 'Termine en su navegador. Esta página continúa por sí sola.',
  waitsUntil: 'Espera hasta',
  as: 'Sesión iniciada como',
  groups: 'Grupos',
  noGroups: 'ninguno',
  until: 'Hasta',
  failed: 'No se pudo iniciar sesión',
};
