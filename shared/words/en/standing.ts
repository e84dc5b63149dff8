// English: how the device stands, in two words and in one sentence.

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
};
