// Writes an Apple configuration profile that tells browsers of macOS what they are to do; pure.

import type { ChromiumPolicy } from './chromium.ts';

const payloads = ['com.google.Chrome', 'org.chromium.Chromium', 'com.microsoft.Edge'];

/** Property list, unsigned, for the whole machine. Its identifiers are fixed: a newer one replaces an older one. */
export function configurationProfile(policy: ChromiumPolicy, webCa: Uint8Array | null): string {
  const ofBrowsers = payloads.map((type, index) =>
    dictionary({ ...head(type, `stile.browsers.${type}`, index + 1), ...listsOf(policy) }),
  );
  const ofCa =
    webCa === null
      ? []
      : [
          dictionary({
            ...head('com.apple.security.root', 'stile.web-ca', 0),
            PayloadContent: `<data>${Buffer.from(webCa).toString('base64')}</data>`,
          }),
        ];
  const profile = dictionary({
    ...head('Configuration', 'stile.browsers', 9),
    PayloadDisplayName: text('Stile: protected web applications'),
    PayloadScope: text('System'),
    PayloadContent: array([...ofBrowsers, ...ofCa]),
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">${profile}</plist>
`;
}

function head(type: string, identifier: string, number: number): Readonly<Record<string, string>> {
  return {
    PayloadType: text(type),
    PayloadIdentifier: text(identifier),
    PayloadUUID: text(`7935ED01-5711-4E00-8000-00000000000${number}`),
    PayloadVersion: '<integer>1</integer>',
  };
}

function listsOf(policy: ChromiumPolicy): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(policy).map(([name, values]) => [name, array(values.map(text))]));
}

function dictionary(entries: Readonly<Record<string, string>>): string {
  const inner = Object.entries(entries).map(([key, value]) => `<key>${escaped(key)}</key>${value}`);
  return `<dict>${inner.join('\n')}</dict>`;
}

function array(values: readonly string[]): string {
  return `<array>${values.join('\n')}</array>`;
}

function text(value: string): string {
  return `<string>${escaped(value)}</string>`;
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
