// All words in German.
//
// People are addressed as “Sie”. What things are called:
//   agent Agent · certificate Zertifikat · cut off getrennt · destination Ziel · device Gerät · diagnostics bundle
//   Diagnosepaket · enroll registrieren · EMS das EMS, Verwaltungsserver · fact Angabe · fingerprint Fingerabdruck ·
//   gateway das Gateway · invitation Einladung · log Protokoll · notice Mitteilung · out of reach nicht
//   erreichbar · policy Richtlinie · posture Sicherheitsstatus · refused abgelehnt · release Version · request id
//   Anfrage-ID · rule Regel · tag das Tag · verdict (nicht) erfüllt, unbekannt · withdrawn gesperrt

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

export const german: Words = {
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
