// What the pages of local accounts say in Spanish.

import type { Texts } from './texts.ts';

export const es: Texts = {
  signIn: {
    title: 'Iniciar sesión',
    on: (hostname, osUser) => `Va a iniciar sesión en ${hostname}, como su usuario ${osUser}.`,
    name: 'Nombre de usuario',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    wrong: 'El nombre de usuario o la contraseña no son correctos.',
    over: {
      title: 'Este inicio de sesión ha terminado',
      text: 'Ya se usó, tardó demasiado o la contraseña fue incorrecta demasiadas veces. Empiece de nuevo en Stile.',
    },
  },
  choose: {
    title: 'Elegir una contraseña',
    account: (name) => `Para la cuenta ${name}.`,
    password: 'Contraseña nueva',
    again: 'La misma otra vez',
    rule: (shortest) =>
      `Al menos ${shortest} caracteres. Unas cuantas palabras sin relación entre sí son una buena contraseña.`,
    submit: 'Guardar la contraseña',
    unfit: (shortest) => `Use al menos ${shortest} caracteres.`,
    different: 'Las dos no son iguales.',
    done: {
      title: 'La contraseña se ha guardado',
      text: 'Puede cerrar esta página e iniciar sesión en su dispositivo.',
    },
    over: {
      title: 'Este enlace ya no sirve',
      text: 'Un enlace sirve una vez y durante un día. Pida otro a su soporte.',
    },
  },
  held: (seconds) => `Demasiados intentos. Vuelva a intentarlo dentro de ${seconds} segundos.`,
  broken: {
    title: 'No ha funcionado',
    text: 'Vuelva a intentarlo dentro de un minuto. Si no se arregla, avise a su soporte.',
  },
};
