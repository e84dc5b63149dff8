// Spanish: the page of settings.

import type { Words } from '../words.ts';

export const settings: Words['settings'] = {
  about: 'Esta configuración es solo suya. Lo que gestiona su organización está señalado.',
  managed: 'Esto lo gestiona su organización.',
  look: {
    title: 'Idioma y aspecto',
    language: 'Idioma',
    system: 'Como el sistema',
    theme: 'Colores',
    themes: { system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
  },
  behaviour: {
    title: 'Comportamiento',
    notices: 'Mostrar notificaciones del sistema',
    noticesHint: 'Las notificaciones se guardan en su página en cualquier caso.',
    startAtLogin: 'Iniciar cuando inicie sesión en este equipo',
    startAtLoginHint: 'El agente siempre está en ejecución; esto se refiere al icono y sus notificaciones.',
  },
  saved: 'Guardado.',
  leave: {
    title: 'Organización',
    enrolled: (ems) => `Este dispositivo pertenece a ${ems}.`,
    about:
      'Si la abandona, los servicios protegidos dejan de estar disponibles y las conexiones abiertas terminan. Para volver, necesita una nueva invitación.',
  },
  version: {
    title: 'Acerca de',
    product: 'Aplicación',
    agent: 'Agente',
    noAgent: 'sin conexión',
    runtime: 'Entorno de ejecución',
    electron: (version) => `Electron ${version}`,
    standIn: (version) =>
      `Un sustituto de Electron ${version}, para desarrollo: esta ventana la muestra el Chromium instalado, sin la protección de Electron.`,
    chrome: 'Chromium',
    node: 'Node.js',
    platform: 'Sistema',
    platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' },
    copy: 'Copiar esta lista',
    licence: 'Stile es software libre con licencia Apache 2.0.',
    showLicences: 'Mostrar las licencias',
    hideLicences: 'Ocultar las licencias',
    licencesRegion: 'Texto de las licencias',
  },
};
