// English: how the device stands, in two words, in one sentence, and what to do about it.

export const standing = {
  names: {
    'agent-stopped': 'Agent not running',
    incompatible: 'Update needed',
    refused: 'Agent not trusted',
    'not-enrolled': 'Not enrolled',
    enrolling: 'Enrolling',
    connecting: 'Connecting',
    protected: 'Protected',
    limited: 'Limited access',
    offline: 'Offline',
    blocked: 'Blocked',
    'ems-unreachable': 'EMS unreachable',
    'captive-portal': 'Sign-in to the network needed',
  },
  /** What is so. Short enough for a line of a menu. */
  sentences: {
    'agent-stopped': 'The agent is not running on this device.',
    incompatible: 'This window and the agent are of different versions.',
    refused: 'The agent did not accept this window.',
    'not-enrolled': 'This device is not enrolled yet.',
    enrolling: 'This device is being enrolled.',
    connecting: 'Connecting to your organisation.',
    protected: 'All is well: your services are within reach.',
    limited: 'Some services are out of reach.',
    offline: 'There is no network connection.',
    blocked: 'Your organisation withdrew this device.',
    'ems-unreachable': 'The management server (EMS) does not answer.',
    'captive-portal': 'This network asks you to sign in first.',
  },
  /** What to do. */
  advice: {
    'agent-stopped': 'It usually starts again by itself. If it does not, ask your administrator.',
    incompatible: 'Finish the update, then sign out and in again.',
    refused: 'Ask your administrator to look at the agent on this device.',
    'not-enrolled': 'Open the invitation that your administrator sent you, or paste it here.',
    enrolling: 'This takes a few seconds.',
    connecting: 'This takes a few seconds.',
    protected: 'There is nothing to do.',
    limited: 'See which ones, why, and what helps.',
    offline: 'Your services come back with the network.',
    blocked: 'Ask your administrator for a new invitation.',
    'ems-unreachable': 'If this lasts, access ends until it answers again. Tell your administrator.',
    'captive-portal': 'Open its sign-in page; everything else goes on from there.',
  },
};
