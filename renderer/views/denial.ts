// A refusal or cut in words: what it was by its code, and what helps; pure.

import { shownText } from '../../shared/shell/shown-text.ts';
import { type Denial, type DenialCode, denialCodes } from '../../shared/tunnel/denial.ts';
import type { Words } from '../../shared/words/words.ts';

type Advice = keyof Words['denials']['next'];

/** One sentence. A code that this release does not know is told by the title it came with. */
export function denialWhy(
  { code, title }: Pick<Denial, 'code' | 'title'>,
  { denials }: Pick<Words, 'denials'>,
): string {
  return isKnown(code) ? denials.why[code] : denials.whyUnknown(shownText(title, 128));
}

/** What whoever was refused can do now. */
export function denialNext(
  { code, retry }: Pick<Denial, 'code' | 'retry'>,
  { denials }: Pick<Words, 'denials'>,
): string {
  return denials.next[isKnown(code) ? adviceByCode[code] : retry ? 'again' : 'administrator'];
}

function isKnown(code: string): code is DenialCode {
  return Object.hasOwn(denialCodes, code);
}

const adviceByCode: Readonly<Record<DenialCode, Advice>> = {
  '001': 'certificate',
  '002': 'certificate',
  '003': 'certificate',
  '021': 'administrator',
  '022': 'administrator',
  '023': 'server',
  '061': 'administrator',
  '062': 'administrator',
  '063': 'administrator',
  '064': 'tag',
  '065': 'posture',
  '066': 'again',
  '067': 'again',
  '081': 'administrator',
  '082': 'server',
  '083': 'server',
  '084': 'server',
  '085': 'server',
  '086': 'server',
  '091': 'administrator',
  '092': 'administrator',
  '093': 'again',
  '094': 'fewer',
  '095': 'administrator',
  '096': 'again',
  '097': 'administrator',
  '098': 'administrator',
  '099': 'signIn',
};
