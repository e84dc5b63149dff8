// What a denial page says in Spanish.

import type { Texts } from './texts.ts';

export const es: Texts = {
  causes: {
    'certificate-invalid': {
      title: 'Su certificado no es válido aquí',
      what: 'Su navegador presentó un certificado que esta pasarela no acepta.',
      next: 'Abra el agente Stile y mire su certificado. Se renueva en cuanto el agente está conectado con su organización; después cierre el navegador y vuelva.',
    },
    'certificate-missing': {
      title: 'Su navegador no presentó ningún certificado',
      what: 'Esta aplicación solo se abre para dispositivos inscritos, y su navegador no mostró que está en uno de ellos.',
      next: 'Compruebe que el agente Stile está inscrito y en marcha; después cierre el navegador por completo y vuelva. Si pide un certificado, elija el de su organización.',
    },
    'application-unknown': {
      title: 'No existe esa aplicación',
      what: 'Esta pasarela no sirve nada en la dirección solicitada.',
      next: 'Compruebe la dirección. Si le trajo un enlace, avise a quien lo escribió.',
    },
    'name-unresolved': {
      title: 'No se encuentra la aplicación',
      what: 'Usted puede usar esta aplicación, pero la pasarela no encuentra su servidor por el nombre.',
      next: 'Inténtelo de nuevo en un minuto. Si no ayuda, avise a su soporte.',
    },
    policy: {
      title: 'Usted no puede usar esta aplicación',
      what: 'Ninguna regla de su organización la permite a este dispositivo.',
      next: 'Si la necesita para su trabajo, pida acceso a su soporte.',
    },
    'sign-in-required': {
      title: 'Inicie sesión primero',
      what: 'Esta aplicación exige que inicie sesión en su organización.',
      next: 'Abra el agente Stile, inicie sesión y vuelva a cargar esta página.',
    },
    revoked: {
      title: 'Se retiró el acceso de este dispositivo',
      what: 'El certificado de este dispositivo fue revocado.',
      next: 'Si no lo esperaba, llame a su soporte. El dispositivo debe inscribirse de nuevo.',
    },
    'tag-forbidden': {
      title: 'Algo en este dispositivo lo impide',
      what: 'Su dispositivo está en un estado en el que esta aplicación permanece cerrada.',
      next: 'El agente Stile muestra qué se encontró y cómo arreglarlo. Después el acceso vuelve por sí solo.',
    },
    'tag-missing': {
      title: 'Este dispositivo no cumple un requisito',
      what: 'Esta aplicación pide más de lo que su dispositivo muestra en este momento.',
      next: 'El agente Stile muestra qué requisito falta y cómo cumplirlo. Después el acceso vuelve por sí solo.',
    },
    'device-unknown': {
      title: 'No se sabe nada reciente de este dispositivo',
      what: 'La pasarela no tiene información actual sobre su dispositivo.',
      next: 'Inténtelo de nuevo en un minuto. Si no ayuda, compruebe que el agente Stile está en marcha y conectado.',
    },
    'device-offline': {
      title: 'Este dispositivo no informa desde hace un rato',
      what: 'Su dispositivo ha dejado de decir a su organización cómo está.',
      next: 'Compruebe que el agente Stile está en marcha y conectado, e inténtelo de nuevo.',
    },
    'address-refused': {
      title: 'A este servidor nunca se llega desde aquí',
      what: 'La dirección de esta aplicación es una a la que la pasarela no se conecta.',
      next: 'Avise a su soporte: hay que revisar la configuración de la pasarela.',
    },
    'server-unreachable': {
      title: 'La aplicación no responde',
      what: 'Usted puede usar esta aplicación, pero en este momento no se llega a su servidor.',
      next: 'Inténtelo de nuevo en un minuto. Si no ayuda, avise a su soporte.',
    },
    'request-refused': {
      title: 'No se entendió esta petición',
      what: 'La petición no tiene una forma que la pasarela transmita.',
      next: 'Vuelva atrás e inténtelo de nuevo. Si la envió un programa, sus desarrolladores entenderán el código de abajo.',
    },
    'too-many': {
      title: 'Demasiado a la vez',
      what: 'Su dispositivo, o la red en la que está, tiene más conexiones abiertas de las que puede.',
      next: 'Cierre algunas pestañas e inténtelo de nuevo en un minuto.',
    },
    'gateway-unready': {
      title: 'La pasarela no está lista',
      what: 'Esta pasarela está arrancando, parando o fue retirada del servicio.',
      next: 'Inténtelo de nuevo en un minuto. Si no ayuda, avise a su soporte.',
    },
    'session-ended': {
      title: 'Se cerró su sesión',
      what: 'La administración cerró esta sesión.',
      next: 'Inténtelo de nuevo. Si se cierra otra vez, pregunte a su soporte.',
    },
  },
  accessDenied: 'Acceso denegado',
  whatToDo: 'Qué puede hacer',
  tryAgain: 'Intentar de nuevo',
  details: 'Detalles',
  tellSupport: 'Su soporte encuentra esta petición por su número.',
  code: 'Código',
  application: 'Aplicación',
  policy: 'Regla',
  tagsMissing: 'Falta',
  tagsForbidden: 'Encontrado',
  user: 'Usuario',
  deviceId: 'Dispositivo',
  serial: 'Certificado',
  ems: 'Gestionado por',
  time: 'Hora',
  requestId: 'Petición',
};
