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
  dismiss: 'Dismiss',
  more: 'Details',
  errorTitle: 'This did not work',
  /** Before the code of an error, for whoever is asked for help. */
  errorCode: 'Code',
  brokenTitle: 'This page could not be shown',
  brokenNext: 'Go to another page and come back. If it happens again, send a diagnostics bundle to your administrator.',
  link: {
    connecting: {
      title: 'Looking for the agent…',
      text: 'This takes a moment.',
    },
    gone: {
      title: 'The agent is not running',
      text: 'Protected services cannot be reached until it runs. It starts together with this computer, and this window connects by itself.',
      next: 'If it stays like this, restart the computer or ask your administrator.',
    },
    stopping: {
      title: 'The agent is stopping',
      text: 'It restarts by itself after an update. Sessions end meanwhile; this window connects again as soon as it is back.',
    },
    refused: {
      title: 'The agent cannot be trusted',
      text: 'What answers in place of the agent is not the agent, or does not let you in. Nothing was sent to it.',
      next: 'Tell your administrator.',
    },
    incompatible: {
      title: 'An update is not finished',
      text: 'This window and the agent are of different releases and do not understand each other. Your protected connections go on.',
      next: 'Quit this app and open it again. If that does not help, finish the update or restart the computer.',
    },
  },
};
