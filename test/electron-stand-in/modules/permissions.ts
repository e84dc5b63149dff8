// Names what a page could ask a person for, as Electron and as Chromium name it.

/** Chromium's name → Electron's. */
export const permissions: ReadonlyMap<string, string> = new Map([
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['camera', 'media'],
  ['microphone', 'media'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['idle-detection', 'idle-detection'],
]);
