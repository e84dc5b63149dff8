// English: the tray's menu and tooltip.

export const tray = {
  product: 'Stile',
  open: 'Open Stile',
  recheck: 'Check this device again',
  diagnostics: 'Diagnostics…',
  about: 'About Stile…',
  connect: 'Connect',
  disconnect: 'Disconnect',
  /** Asks for a reason first. */
  disconnectAsking: 'Disconnect…',
  quit: 'Quit',
  /** Under a standing that is not well. */
  more: 'Why, and what helps…',
  enroll: 'Enroll this device…',
  signIn: 'Sign in to the network…',
  signInHere: 'Sign in…',
  signInFor: (name: string) => `Sign in to reach ${name}…`,
  groups: {
    allowed: 'Within reach',
    unknown: 'Not opened yet',
    denied: 'Out of reach',
  },
  destination: {
    browser: (name: string) => `${name}: open in the browser`,
    ssh: (name: string) => `${name}: open with SSH`,
    rdp: (name: string) => `${name}: open with Remote Desktop`,
    copy: (name: string) => `${name}: copy the address`,
    why: (name: string) => `${name}: why?`,
  },
  allDestinations: (count: number) => `All ${count} destinations…`,
  tags: (count: number) => `Tags (${count})`,
  noTags: 'This device has no tags.',
  whyTags: 'Where these come from…',
  allTags: (count: number) => `All ${count} tags…`,
};
