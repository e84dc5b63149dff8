// Where a language says the same as English: names of products, marks around names, and words that both have.

const everywhere = [
  'diagnostics.bundle.takenOutOf',
  'enrolment.placeholder',
  'frame.product',
  'settings.version.chrome',
  'settings.version.electron',
  'settings.version.node',
  'settings.version.platforms.darwin',
  'settings.version.platforms.linux',
  'settings.version.platforms.win32',
  'tray.product',
];

export const alike: Readonly<Record<string, readonly string[]>> = {
  de: [
    ...everywhere,
    'activity.columns.actions',
    'activity.detail.code',
    'activity.details',
    'destinations.add.host',
    'destinations.add.name',
    'destinations.add.port',
    'destinations.columns.name',
    'diagnostics.checks.outcomes.problem',
    'enrolment.ems',
    'facts.names.firewall',
    'frame.errorCode',
    'frame.pages.tags',
    'frame.withKeys',
    'overview.emsAddress',
    'overview.internetStates.offline',
    'overview.internetStates.online',
    'overview.tags',
    'settings.leave.title',
    'settings.version.agent',
    'settings.version.platform',
    'settings.version.product',
    'standing.names.offline',
    'tray.tags',
  ],
};
