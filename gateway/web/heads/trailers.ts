// Decides which trailers pass: none that a server could take for a field that counts.

import { isHopByHop } from './hop-by-hop.ts';
import { canonicalName, isLookAlike } from './look-alikes.ts';

/** RFC 9110 section 6.5.1: what frames, routes, authenticates or describes the content is no trailer. Canonical names. */
const forbidden =
  /^(host|authorization|cookie|set-cookie|www-authenticate|age|cache-control|date|expires|location|retry-after|vary|range|if-.*|content-.*|max-forwards|pragma|accept-.*|origin|referer|alt-svc|sec-.*)$/;

export function passesAsTrailer(name: string): boolean {
  const canonical = canonicalName(name);
  return !canonical.startsWith(':') && !isHopByHop(canonical) && !isLookAlike(canonical) && !forbidden.test(canonical);
}
