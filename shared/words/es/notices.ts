// Spanish: the notices, each with a title and one sentence.

import type { Words } from '../words.ts';

export const notices: Words['notices'] = {
  enrolled: {
    title: 'Este dispositivo está inscrito',
    body: (ems) => `Ahora pertenece a su organización (${ems}).`,
  },
  withdrawn: {
    title: 'Este dispositivo fue bloqueado',
    body: (ems) => `${ems} ya no lo acepta. Pida una nueva invitación a su administrador.`,
  },
  tagsLost: {
    title: (count) => (count === 1 ? 'Se perdió una etiqueta' : `Se perdieron ${count} etiquetas`),
    body: (tags, rules) => `${tags}. Lo impide: ${rules}.`,
    bodyWithoutRules: (tags) => `${tags}. Es posible que algunos servicios no estén disponibles.`,
  },
  recovered: {
    title: 'Todo vuelve a estar bien',
    body: (tags) => `Este dispositivo ha recuperado: ${tags}.`,
    bodyWithoutTags: 'Sus servicios vuelven a estar disponibles.',
  },
  denied: {
    title: (count) => (count === 1 ? 'Acceso denegado' : `Acceso denegado ${count} veces`),
    body: (destinations, code) => `${destinations} (código ${code}). Abra para ver la causa y la solución.`,
  },
  emsUnreachable: {
    title: 'El servidor de administración no responde',
    body: (ems) => `${ems} no responde desde hace un rato. Si continúa así, el acceso se interrumpirá.`,
  },
  signInWanted: {
    title: 'Inicie sesión en su organización',
    body: (destinations) => `Inicie sesión para acceder a ${destinations}. La conexión le espera.`,
  },
  captivePortal: {
    title: 'Esta red le pide que inicie sesión',
    body: 'Abra su página de inicio de sesión; después volverán sus servicios.',
  },
  agentGone: {
    title: 'El agente no está en ejecución',
    body: 'Sus servicios no estarán disponibles hasta que vuelva. Si no vuelve, pregunte a su administrador.',
  },
  incompatible: {
    title: 'Hay una actualización sin terminar',
    body: 'El agente y la ventana son de versiones distintas. Tras la actualización, cierre la sesión y vuelva a iniciarla.',
  },
  updateReady: {
    title: 'Hay una versión nueva preparada',
    body: (version, at) =>
      `La versión ${version} se instalará sola a partir de: ${at}. En los ajustes puede instalarla ahora o aplazarla.`,
  },
  warning: { title: 'Advertencia del agente' },
  and: (names, language) => new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
  more: (count) => `${count} más`,
};
