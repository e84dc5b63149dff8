// English: what a device observes of itself, and why it sometimes cannot.

export const facts = {
  names: {
    'os-version': 'Operating system',
    'ip-addresses': 'Network addresses',
    firewall: 'Firewall',
    'disk-encryption': 'Disk encryption',
    'machine-key': 'Key of this device',
    'user-identity': 'Verified user',
  },
  file: (path: string) => `File ${path}`,
  program: (name: string) => `Program ${name}`,
  /** A fact of a later release, by its own name. */
  other: (name: string) => `“${name}”`,
  fileThere: 'is there',
  fileMissing: 'is not there',
  programRuns: 'is running',
  /** It was recognised only by the name it gives itself. */
  programSaysSo: 'is running, by its own account',
  programDoesNotRun: 'is not running',
  noAddresses: 'none',
  firewall: {
    closed: 'on: unasked connections are turned away',
    open: 'off: unasked connections get through',
    /** Where the two kinds of addresses differ. */
    openFor: (kind: string) => `off for ${kind}: unasked connections get through`,
  },
  encrypted: 'all disks are encrypted',
  plain: (places: string) => `not encrypted: ${places}`,
  plainSomewhere: 'not encrypted',
  machineKey: {
    software: 'kept by software, not in security hardware',
    'os-store': 'bound to this device',
    tpm: 'in the security chip (TPM)',
  },
  nobodyVerified: 'nobody is signed in',
  unknown: {
    'timed-out': 'not known: looking took too long',
    'not-permitted': 'not known: the agent may not look',
    'not-available': 'not known: this device has nothing that could tell',
    unsupported: 'not known: this release of the agent cannot tell',
    unreadable: 'not known: the answer made no sense',
    'not-collected': 'not known: nobody has looked recently',
  },
};
