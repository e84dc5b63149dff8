// English: what stands around every page, and what is said while there is no page to show.

export const frame = {
  product: 'Stile',
  pages: {
    overview: 'Overview',
    tags: 'Tags',
    posture: 'Posture',
    destinations: 'Destinations',
    activity: 'Activity',
    notifications: 'Notifications',
    diagnostics: 'Diagnostics',
    settings: 'Settings',
  },
  /** Of the list of pages, for screen readers. */
  navigation: 'Pages',
  skip: 'Skip to the page',
  /** A page with the keys that lead to it. */
  withKeys: (page: string, keys: string) => `${page} (${keys})`,
  /** The keys by their names on keyboards of this language. */
  controlAnd: (key: string) => `Ctrl+${key}`,
  unread: (count: number) => (count === 1 ? '1 unread notification' : `${count} unread notifications`),
  loading: 'Loading…',
  copy: 'Copy',
  copied: 'Copied',
  copyCommand: 'Copy the command',
  cancel: 'Cancel',
  close: 'Close',
  errorTitle: 'This did not work',
  /** Before the code of an error, for whoever is asked for help. */
  errorCode: 'Code',
  brokenTitle: 'This page could not be shown',
  brokenNext: 'Go to another page and come back. If it happens again, send a diagnostics bundle to your administrator.',
  /** What the sentence of the standing leaves open while there is no agent to ask. */
  link: {
    gone: 'Protected services cannot be reached until it runs. This window connects by itself.',
    stopping:
      'It is ending, for an update or a restart. Sessions end meanwhile; this window connects again as soon as it is back.',
    refused: 'Nothing was sent to it.',
    incompatible: 'Your protected connections go on.',
    /** Above what the shell found out. */
    found: 'What was found',
  },
};
