// Spanish: why a connection was refused or cut, by the code that came with it, and what helps.

import type { Words } from '../words.ts';

export const denials: Words['denials'] = {
  why: {
    '001': 'El certificado presentado no es válido aquí.',
    '002': 'No se presentó ningún certificado.',
    '003': 'Este dispositivo está administrado, pero no presentó ningún certificado.',
    '021': 'No existe ese host o esa ruta detrás de la puerta de enlace.',
    '022': 'La puerta de enlace no conoce ese destino.',
    '023': 'La puerta de enlace no encuentra la dirección del servidor.',
    '061': 'Ninguna directiva permite esta conexión.',
    '062': 'Una directiva prohíbe esta conexión.',
    '063': 'Se revocó el certificado, su dispositivo o su autoridad.',
    '064': 'Este dispositivo tiene una etiqueta prohibida aquí.',
    '065': 'A este dispositivo le falta una etiqueta que aquí es obligatoria.',
    '066': 'La puerta de enlace no tiene datos recientes de este dispositivo.',
    '067': 'El EMS considera que este dispositivo está sin conexión.',
    '081': 'La puerta de enlace nunca se conecta a esta dirección.',
    '082': 'El servidor rechazó la conexión.',
    '083': 'El servidor no respondió a tiempo.',
    '084': 'No se puede conectar con el servidor.',
    '085': 'El certificado del servidor no es de confianza.',
    '086': 'El servidor interrumpió la conexión o no usa HTTP.',
    '091': 'La puerta de enlace no entendió la solicitud.',
    '092': 'El encabezado de la solicitud es demasiado grande.',
    '093': 'La solicitud no llegó a tiempo.',
    '094': 'Hay demasiadas conexiones abiertas desde este dispositivo o esta dirección.',
    '095': 'Esta puerta de enlace no atiende ese host.',
    '096': 'La puerta de enlace se está deteniendo o aún no está lista.',
    '097': 'El EMS retiró esta puerta de enlace.',
    '098': 'Un administrador cerró la sesión.',
    '099': 'Una política exige aquí un usuario verificado: inicie sesión primero.',
  },
  whyUnknown: (title) => `La puerta de enlace respondió: ${title}`,
  next: {
    posture: 'Ponga en orden este dispositivo: la página «Estado de seguridad» indica qué lo impide.',
    tag: 'Su administrador puede decirle por qué esta etiqueta le impide el acceso.',
    again: 'Vuelva a intentarlo en un momento. Si continúa así, consulte «Diagnóstico».',
    server:
      'El servidor detrás de la puerta de enlace tiene un problema. Inténtelo más tarde o avise a su responsable.',
    certificate: 'El agente renueva su certificado por sí solo. Si continúa así, consulte «Diagnóstico».',
    administrator: 'Comunique a su administrador el ID de solicitud.',
    fewer: 'Cierre algunas conexiones y vuelva a intentarlo.',
    signIn:
      'Inicie sesión en su organización: el botón está en la página «Resumen». Después podrá volver a intentarlo.',
  },
};
