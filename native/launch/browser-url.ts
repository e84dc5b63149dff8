// The address that a browser is given for a protected service.

import type { ProfileDestination } from '../../shared/ems/profile.ts';
import { type LocalPlace, placeText } from '../../shared/shell/opener-of.ts';
import { safePlace } from './safe-place.ts';

/** By convention of those who run them; everything of kind `web` is TLS. */
const tlsPorts: ReadonlySet<number> = new Set([443, 8443]);

/** `http` or `https`, a host, a port and nothing else; null for what is not a place. */
export function browserUrl(given: LocalPlace, kind: ProfileDestination['kind']): string | null {
  const place = safePlace(given);
  if ('refused' in place) return null;
  const scheme = kind === 'web' || tlsPorts.has(place.port) ? 'https' : 'http';
  return new URL(`${scheme}://${placeText(place)}/`).href;
}
