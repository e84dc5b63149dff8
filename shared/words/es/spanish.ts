// All words in Spanish, as it is read on both sides of the ocean.
//
// People are addressed as “usted”; quotation marks are « ». What things are called:
//   agent agente · certificate certificado · cut off cortada · destination destino · device dispositivo · diagnostics bundle
//   paquete de diagnóstico · enroll inscribir · EMS el EMS, servidor de administración · fact dato · fingerprint huella
//   digital · gateway puerta de enlace · invitation invitación · log registro · notice notificación · out of reach no
//   disponible · policy directiva · posture estado de seguridad · refused rechazada · release versión · request id
//   ID de solicitud · rule regla · tag etiqueta · verdict (no) cumplida, desconocida · withdrawn bloqueado

import type { Words } from '../words.ts';
import { activity } from './activity.ts';
import { denials } from './denials.ts';
import { destinations } from './destinations.ts';
import { diagnostics } from './diagnostics.ts';
import { enrolment } from './enrolment.ts';
import { facts } from './facts.ts';
import { frame } from './frame.ts';
import { lists } from './lists.ts';
import { notices } from './notices.ts';
import { noticesPage } from './notices-page.ts';
import { overview } from './overview.ts';
import { posture } from './posture.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';
import { standing } from './standing.ts';
import { tags } from './tags.ts';
import { tray } from './tray.ts';
import { updates } from './updates.ts';
import { verdicts } from './verdicts.ts';

export const spanish: Words = {
  activity,
  denials,
  destinations,
  diagnostics,
  enrolment,
  facts,
  frame,
  lists,
  notices,
  noticesPage,
  overview,
  posture,
  settings,
  signIn,
  standing,
  tags,
  tray,
  updates,
  verdicts,
};
