// The file that Remote Desktop clients open: the keys are fixed, of the destination only the address is in it.

import { placeText } from '../../shared/shell/opener-of.ts';
import type { SafePlace } from './safe-place.ts';

/**
 * Nothing of this machine is given to the other end, and its identity is always looked at. The clipboard works, since
 * people would copy by worse ways. (The keys are those of Microsoft's list of RDP properties.)
 */
const fixedKeys = [
  'prompt for credentials:i:1',
  // 2: a server that cannot prove who it is is shown to the user first.
  'authentication level:i:2',
  'enablecredsspsupport:i:1',
  'drivestoredirect:s:',
  'redirectdrives:i:0',
  'redirectprinters:i:0',
  'redirectcomports:i:0',
  'redirectsmartcards:i:0',
  'redirectwebauthn:i:0',
  'redirectlocation:i:0',
  'devicestoredirect:s:',
  'usbdevicestoredirect:s:',
  'camerastoredirect:s:',
  'audiocapturemode:i:0',
  'redirectclipboard:i:1',
  'gatewayusagemethod:i:0',
  'remoteapplicationmode:i:0',
  'alternate shell:s:',
] as const;

/** As mstsc itself writes it: UTF-16, little-endian, with its mark, lines ended by CR LF. */
export function rdpFile(place: SafePlace): Buffer {
  const lines = [`full address:s:${placeText(place)}`, ...fixedKeys];
  return Buffer.from(`\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`, 'utf16le');
}
