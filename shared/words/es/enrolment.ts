// Spanish: how a device comes to an organisation, is asked about it, is refused, and leaves.

import type { Words } from '../words.ts';

export const enrolment: Words['enrolment'] = {
  welcome: 'Bienvenido a Stile',
  welcomeLead:
    'Inscriba este dispositivo en su organización para acceder a los servicios protegidos desde cualquier lugar.',
  paste: 'Su invitación',
  pasteHint: 'Péguela aquí o arrástrela a esta ventana. Empieza por «stile1.» o «stile://enroll».',
  placeholder: 'stile1.…',
  read: 'Continuar',
  pasteNothing: 'Pegue primero la invitación.',
  nothingYet: 'Todavía no ocurre nada: primero verá de quién es la invitación y después decidirá.',
  howTitle: 'Cómo obtener una',
  how: 'Su administrador se la envía, normalmente por correo o chat. También puede abrir sin más el enlace que contiene.',
  drop: 'Suelte la invitación aquí',
  reading: 'Leyendo la invitación…',
  lastFailure: 'El último intento falló',
  question: (ems) => `¿Inscribirse en ${ems}?`,
  questionLead: 'Revise esto primero. Continúe solo si conoce esta organización y esperaba la invitación.',
  ems: 'Servidor (EMS)',
  site: 'Sitio',
  fingerprint: 'Huella digital',
  fingerprintHint: 'Compárela con la que su administrador le dio por otro medio, por ejemplo, por teléfono.',
  copyFingerprint: 'Copiar la huella digital',
  domains: 'Nombres que puede redirigir',
  domainsHint:
    'En este dispositivo, los nombres de estos dominios pueden pasar por las puertas de enlace de su organización. Ningún otro.',
  noDomains: 'ninguno',
  meaningTitle: 'Qué significa la inscripción',
  meaning: [
    'Este dispositivo recibe de este servidor un certificado propio.',
    'El agente comunica datos sobre la seguridad de este dispositivo, como su firewall y el cifrado de disco. Nunca comunica el contenido de sus archivos.',
    'Con estos datos, su organización decide a qué servicios puede acceder usted.',
    'Más adelante puede abandonar la organización; de ello se encarga un administrador de este dispositivo.',
  ],
  enroll: 'Inscribir',
  decline: 'No inscribir',
  notAllowedTitle: 'Debe hacerlo un administrador',
  notAllowed:
    'Solo un administrador de este dispositivo puede inscribirlo en este servidor. Pídale que ejecute este comando y que pegue la invitación cuando se le solicite:',
  enrolling: (ems) => `Inscribiendo en ${ems}…`,
  enrollingLead: 'Suele tardar unos segundos.',
  silent: (ems) => `Su organización está inscribiendo este dispositivo en ${ems}`,
  silentLead: 'No tiene que hacer nada. Se hará automáticamente en cuanto se pueda contactar con el servidor.',
  silentWaiting: 'Todavía no se ha conseguido; se volverá a intentar automáticamente',
  steps: [
    'Se comprueba la identidad del servidor con la invitación',
    'Este dispositivo crea una clave que nunca sale de él',
    'El servidor emite el certificado',
  ],
  refusedTitle: 'El dispositivo no se inscribió',
  unreadTitle: 'La invitación no se puede usar',
  tryAgain: 'Usar otra invitación',
  back: 'Atrás',
  failures: {
    'invitation-malformed': {
      what: 'Esta invitación no está completa.',
      next: 'Vuelva a copiarla, del primer al último carácter.',
    },
    'invitation-too-new': {
      what: 'Esta invitación requiere una versión más reciente de Stile.',
      next: 'Actualice Stile en este dispositivo y vuelva a intentarlo.',
    },
    'enrollment-refused': {
      what: 'Esta invitación ya no es válida: se usó, caducó o se retiró.',
      next: 'Pida una nueva a su administrador.',
    },
    'ems-unreachable': {
      what: 'No se puede conectar con el servidor desde aquí.',
      next: 'Compruebe su red y vuelva a intentarlo. La invitación sigue sin usarse.',
    },
    'pin-mismatch': {
      what: 'El servidor que responde no es el de la invitación.',
      next: 'No continúe: es posible que alguien se haya interpuesto. Avise a su administrador y pida una nueva invitación.',
    },
    'certificate-dates': {
      what: 'Los relojes de este dispositivo y del servidor no coinciden.',
      next: 'Ponga en hora este dispositivo y vuelva a intentarlo.',
    },
    'ems-not-allowed': {
      what: 'Este dispositivo solo puede inscribirse en el servidor que estableció su administrador.',
      next: 'Pida a su administrador una invitación para ese servidor.',
    },
    'already-enrolled': {
      what: 'Este dispositivo ya pertenece a una organización. Una invitación no puede cambiarlo.',
      next: 'Para cambiarlo, un administrador debe retirar antes el dispositivo de su organización.',
    },
    'consent-missing': {
      what: 'La invitación ha cambiado desde que se le preguntó.',
      next: 'Ábrala de nuevo y revise la huella digital.',
    },
    'command-not-allowed': {
      what: 'Solo un administrador de este dispositivo puede inscribirlo.',
      next: 'Pídale que lo haga.',
    },
    'uid-known': {
      what: 'El servidor ya conoce este dispositivo y no puede saber si es el mismo.',
      next: 'Pida a su administrador que lo libere en el servidor.',
    },
    'too-many-requests': {
      what: 'Hubo demasiados intentos desde su red.',
      next: 'Espere unos minutos y vuelva a intentarlo.',
    },
    'socket-not-there': {
      what: 'El agente no está en ejecución en este dispositivo.',
      next: 'Vuelva a intentarlo cuando lo esté.',
    },
  },
  blockedTitle: 'Este dispositivo fue bloqueado',
  blockedLead: (ems) =>
    `Su organización (${ems}) ha puesto fin al acceso de este dispositivo. Su certificado ya no es válido.`,
  blockedWhen: 'Bloqueado',
  blockedNext: 'Si no lo esperaba, pregunte a su administrador. Con una nueva invitación, el dispositivo puede volver.',
  leave: 'Abandonar esta organización…',
  leaveTitle: '¿Abandonar esta organización?',
  leaveText: (ems) => `Este dispositivo abandona ${ems} de inmediato:`,
  leaveMeaning: [
    'las conexiones abiertas a servicios protegidos terminan,',
    'su certificado se elimina y deja de ser válido,',
    'para volver, necesitará una nueva invitación.',
  ],
  leaveConfirm: 'Abandonar',
  stay: 'Quedarse',
  leaveNotAllowed: 'Solo puede hacerlo un administrador de este dispositivo, con este comando:',
};
