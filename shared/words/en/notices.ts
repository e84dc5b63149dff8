// English: the notices, each with a title and one sentence.

export const notices = {
  enrolled: {
    title: 'This device is enrolled',
    body: (ems: string) => `It belongs to your organisation now (${ems}).`,
  },
  withdrawn: {
    title: 'This device was withdrawn',
    body: (ems: string) => `${ems} no longer accepts it. Ask your administrator for a new invitation.`,
  },
  tagsLost: {
    title: (count: number) => (count === 1 ? 'A tag was lost' : `${count} tags were lost`),
    body: (tags: string, rules: string) => `${tags}. In the way: ${rules}.`,
    bodyWithoutRules: (tags: string) => `${tags}. Some services may be out of reach.`,
  },
  recovered: {
    title: 'All is well again',
    body: (tags: string) => `This device has back: ${tags}.`,
    bodyWithoutTags: 'Your services are within reach again.',
  },
  denied: {
    title: (count: number) => (count === 1 ? 'Access was refused' : `Access was refused ${count} times`),
    body: (destinations: string, code: string) => `${destinations} (code ${code}). Open to see why and what helps.`,
  },
  emsUnreachable: {
    title: 'The management server does not answer',
    body: (ems: string) => `${ems} has not answered for a while. If this lasts, access ends.`,
  },
  signInWanted: {
    title: 'Sign in to your organisation',
    body: (destinations: string) => `Sign in to reach ${destinations}. The connection waits for you.`,
  },
  captivePortal: {
    title: 'This network asks you to sign in',
    body: 'Open its sign-in page; your services come back afterwards.',
  },
  agentGone: {
    title: 'The agent is not running',
    body: 'Your services are out of reach until it is back. If it does not come back, ask your administrator.',
  },
  incompatible: {
    title: 'An update is not finished',
    body: 'Agent and window are of different versions. Sign out and in again when the update is done.',
  },
  updateReady: {
    title: 'A newer version is ready',
    body: (version: string, at: string) =>
      `Version ${version} is installed by itself from ${at} on. In the settings you can install it now, or put it off.`,
  },
  warning: { title: 'The agent warns' },
  /** Between names of a list. */
  and: (names: readonly string[], language: string) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
  /** After the names that are shown, when there are more. */
  more: (count: number) => `${count} more`,
};
