// All words in French.
//
// People are addressed as “vous”; a narrow no-break space (U+202F) stands before ? ! ; : and inside « ». From two on it is
// plural: 0 and 1 are singular. What things are called:
//   agent agent · certificate certificat · cut off coupée · destination destination · device appareil · diagnostics bundle
//   dossier de diagnostic · enroll inscrire · EMS l’EMS, serveur de gestion · fact information · fingerprint empreinte ·
//   gateway passerelle · invitation invitation · log journal · notice notification · out of reach inaccessible · policy
//   stratégie · posture état de sécurité · refused refusé · release version · request id ID de requête · rule règle ·
//   tag étiquette · verdict (non) respectée, inconnue · withdrawn bloqué

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

export const french: Words = {
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
