// Understands what ioreg(8) prints of the platform.

/** The line is `"IOPlatformSerialNumber" = "C02…"`. */
export function serialOfRegistry(text: string): string | null {
  return /"IOPlatformSerialNumber"\s*=\s*"([^"\n]*)"/.exec(text)?.[1] ?? null;
}
