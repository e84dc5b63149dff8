// English: newer releases of the app and the agent.

export const updates = {
  title: 'Updates',
  unknown: 'Newer versions have not been looked for yet.',
  current: 'This is the newest version for your device.',
  checked: (at: string) => `Looked for on ${at}.`,
  available: (version: string) => `Version ${version} is available.`,
  ready: (version: string) => `Version ${version} is ready to be installed.`,
  installAt: (at: string) => `It is installed by itself from ${at} on, when nothing is connected.`,
  interrupts: 'Connections end for a moment while it is installed. Your computer does not restart.',
  downloading: (version: string) => `Version ${version} is being downloaded.`,
  installing: (version: string) => `Version ${version} is being installed.`,
  failed: 'The update did not succeed.',
  retry: (at: string) => `It is tried again by itself on ${at}.`,
  install: 'Install now',
  later: (hours: number) => (hours === 1 ? 'In an hour' : `In ${hours} hours`),
  check: 'Look for updates',
};
