// How fingerprints and serial numbers are spelt, for programs and for people.

/** A fingerprint in groups of four, as people compare it: `3F2A 91B0 …`. */
export function readableFingerprint(sha256: string): string {
  return (sha256.toUpperCase().match(/.{1,4}/g) ?? []).join(' ');
}

/** A serial number as 40 upper-case hex digits; runtimes drop leading zeros, people compare all digits. */
export function serialText(hex: string): string {
  return hex.toUpperCase().padStart(40, '0');
}
