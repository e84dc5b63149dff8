// English: who has signed in on this device.

export const signIn = {
  title: 'Your sign-in',
  /** On a button; of one way among several by its title. */
  button: 'Sign in',
  buttonBy: (provider: string) => `Sign in by ${provider}`,
  out: 'Sign out',
  cancel: 'Cancel',
  nobody: 'You are not signed in. Some services ask who you are.',
  wanted: (destinations: string) => `Sign in to reach ${destinations}. The connection waits for you.`,
  waiting: 'Finish in your browser. This page follows by itself.',
  waitsUntil: 'Waits until',
  as: 'Signed in as',
  groups: 'Groups',
  noGroups: 'none',
  until: 'Until',
  failed: 'Signing in did not work',
};
