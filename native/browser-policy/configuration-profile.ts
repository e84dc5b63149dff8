// Writes an Apple configuration profile that tells browsers of macOS what they are to do; pure.

import { propertyList } from '../property-list.ts';
import type { ChromiumPolicy } from './chromium.ts';

const payloads = ['com.google.Chrome', 'org.chromium.Chromium', 'com.microsoft.Edge'];

/** Property list, unsigned, for the whole machine. Its identifiers are fixed: a newer one replaces an older one. */
export function configurationProfile(policy: ChromiumPolicy, webCa: Uint8Array | null): string {
  const ofBrowsers = payloads.map((type, index) => ({ ...head(type, `stile.browsers.${type}`, index + 1), ...policy }));
  const ofCa = webCa === null ? [] : [{ ...head('com.apple.security.root', 'stile.web-ca', 0), PayloadContent: webCa }];
  return propertyList({
    ...head('Configuration', 'stile.browsers', 9),
    PayloadDisplayName: 'Stile: protected web applications',
    PayloadScope: 'System',
    PayloadContent: [...ofBrowsers, ...ofCa],
  });
}

function head(type: string, identifier: string, number: number) {
  return {
    PayloadType: type,
    PayloadIdentifier: identifier,
    PayloadUUID: `7935ED01-5711-4E00-8000-00000000000${number}`,
    PayloadVersion: 1,
  };
}
