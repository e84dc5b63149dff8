// Spanish: newer releases of the app and the agent.

import type { Words } from '../words.ts';

export const updates: Words['updates'] = {
  title: 'Actualizaciones',
  unknown: 'Todavía no se han buscado versiones más recientes.',
  current: 'Su dispositivo tiene la versión más reciente.',
  checked: (at) => `Última búsqueda: ${at}.`,
  available: (version) => `La versión ${version} está disponible.`,
  ready: (version) => `La versión ${version} está lista para instalarse.`,
  installAt: (at) => `Se instala sola a partir de: ${at}, cuando no haya nada conectado.`,
  interrupts: 'Durante la instalación, las conexiones se cortan un momento. Su equipo no se reinicia.',
  downloading: (version) => `La versión ${version} se está descargando.`,
  installing: (version) => `La versión ${version} se está instalando.`,
  failed: 'La actualización no se ha completado.',
  retry: (at) => `Próximo intento: ${at}.`,
  install: 'Instalar ahora',
  later: (hours) => (hours === 1 ? 'Dentro de una hora' : `Dentro de ${hours} horas`),
  check: 'Buscar actualizaciones',
};
