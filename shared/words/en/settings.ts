// English: the page of settings.

export const settings = {
  about: 'These settings are yours alone. Those that your organisation manages are marked.',
  managed: 'Your organisation manages this.',
  look: {
    title: 'Language and look',
    language: 'Language',
    system: 'As the system',
    theme: 'Colours',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },
  behaviour: {
    title: 'Behaviour',
    notices: 'Show notices of the system',
    noticesHint: 'Notices are kept on their page in any case.',
    startAtLogin: 'Start when I sign in to this computer',
    startAtLoginHint: 'The agent itself always runs; this is about the icon and its notices.',
  },
  saved: 'Saved.',
  leave: {
    title: 'Organisation',
    enrolled: (ems: string) => `This device belongs to ${ems}.`,
    about:
      'If it leaves, protected services are out of reach and open connections end. To come back, it needs a new invitation.',
  },
  version: {
    title: 'About',
    product: 'App',
    agent: 'Agent',
    noAgent: 'not connected',
    runtime: 'Runtime',
    electron: (version: string) => `Electron ${version}`,
    standIn: (version: string) =>
      `A stand-in for Electron ${version}, for development: this window is shown by the installed Chromium, without Electron’s protection.`,
    chrome: 'Chromium',
    node: 'Node.js',
    platform: 'System',
    platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' },
    copy: 'Copy this list',
    licence: 'Stile is free software under the Apache License 2.0.',
    showLicences: 'Show the licences',
    hideLicences: 'Hide the licences',
    licencesRegion: 'Text of the licences',
  },
};
