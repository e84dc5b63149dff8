// Spanish: what stands around every page, and what is said while there is no page to show.

import type { Words } from '../words.ts';

export const frame: Words['frame'] = {
  product: 'Stile',
  pages: {
    overview: 'Resumen',
    tags: 'Etiquetas',
    posture: 'Estado de seguridad',
    destinations: 'Destinos',
    activity: 'Actividad',
    notifications: 'Notificaciones',
    diagnostics: 'Diagnóstico',
    settings: 'Configuración',
  },
  navigation: 'Páginas',
  skip: 'Ir al contenido',
  withKeys: (page, keys) => `${page} (${keys})`,
  controlAnd: (key) => `Ctrl+${key}`,
  unread: (count) => (count === 1 ? '1 notificación sin leer' : `${count} notificaciones sin leer`),
  loading: 'Cargando…',
  copy: 'Copiar',
  copied: 'Copiado',
  copyCommand: 'Copiar el comando',
  cancel: 'Cancelar',
  close: 'Cerrar',
  errorTitle: 'Algo no funcionó',
  errorCode: 'Código',
  brokenTitle: 'No se pudo mostrar esta página',
  brokenNext: 'Vaya a otra página y vuelva. Si ocurre de nuevo, envíe un paquete de diagnóstico a su administrador.',
  link: {
    gone: 'Los servicios protegidos no estarán disponibles hasta que se ejecute. Esta ventana se conecta sola.',
    stopping:
      'Se está cerrando, por una actualización o un reinicio. Entretanto, las sesiones terminan; esta ventana volverá a conectarse en cuanto regrese.',
    refused: 'No se le envió nada.',
    incompatible: 'Sus conexiones protegidas siguen activas.',
    found: 'Qué se encontró',
  },
};
