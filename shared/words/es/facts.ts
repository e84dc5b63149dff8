// Spanish: what a device observes of itself, and why it sometimes cannot.

import type { Words } from '../words.ts';

export const facts: Words['facts'] = {
  names: {
    'os-version': 'Sistema operativo',
    'ip-addresses': 'Direcciones de red',
    firewall: 'Firewall',
    'disk-encryption': 'Cifrado de disco',
    'machine-key': 'Clave de este dispositivo',
    'user-identity': 'Usuario verificado',
  },
  file: (path) => `Archivo ${path}`,
  program: (name) => `Programa ${name}`,
  other: (name) => `«${name}»`,
  fileThere: 'existe',
  fileMissing: 'no existe',
  programRuns: 'en ejecución',
  programSaysSo: 'en ejecución, según el nombre que se da',
  programDoesNotRun: 'no está en ejecución',
  noAddresses: 'ninguna',
  firewall: {
    closed: 'activado: se rechazan las conexiones no solicitadas',
    open: 'desactivado: pasan las conexiones no solicitadas',
    openFor: (kind) => `desactivado para ${kind}: pasan las conexiones no solicitadas`,
  },
  encrypted: 'todos los discos están cifrados',
  plain: (places) => `sin cifrar: ${places}`,
  plainSomewhere: 'sin cifrar',
  machineKey: {
    software: 'guardada por software, no en hardware de seguridad',
    'os-store': 'vinculada a este dispositivo',
    tpm: 'en el chip de seguridad (TPM)',
  },
  nobodyVerified: 'nadie ha iniciado sesión',
  unknown: {
    'timed-out': 'desconocido: la comprobación tardó demasiado',
    'not-permitted': 'desconocido: el agente no tiene permiso para comprobarlo',
    'not-available': 'desconocido: nada en este dispositivo permite saberlo',
    unsupported: 'desconocido: esta versión del agente no puede saberlo',
    unreadable: 'desconocido: la respuesta no tenía sentido',
    'not-collected': 'desconocido: no se ha comprobado recientemente',
  },
};
