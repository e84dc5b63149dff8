// English: how a device comes to an organisation, is asked about it, is refused, and leaves.

export const enrolment = {
  welcome: 'Welcome to Stile',
  welcomeLead: 'Enroll this device with your organisation to reach its protected services from anywhere.',
  paste: 'Your invitation',
  pasteHint: 'Paste it here, or drop it on this window. It begins with “stile1.” or “stile://enroll”.',
  placeholder: 'stile1.…',
  read: 'Continue',
  pasteNothing: 'Paste the invitation first.',
  nothingYet: 'Nothing happens yet: you will see whose invitation it is and decide then.',
  howTitle: 'How to get one',
  how: 'Your administrator sends it, usually by mail or chat. You can also just open the link in it.',
  drop: 'Drop the invitation here',
  reading: 'Reading the invitation…',
  lastFailure: 'The last try did not work',
  question: (ems: string) => `Enroll with ${ems}?`,
  questionLead: 'Look at this first. Go on only if you know this organisation and expected the invitation.',
  ems: 'Server (EMS)',
  site: 'Site',
  fingerprint: 'Fingerprint',
  fingerprintHint: 'Compare it with the one your administrator gave you by another way, such as a call.',
  copyFingerprint: 'Copy the fingerprint',
  domains: 'It may take these names',
  domainsHint: 'On this device, names below these domains may lead through your organisation’s gateways. No others.',
  noDomains: 'none',
  meaningTitle: 'What enrolling means',
  meaning: [
    'This device gets a certificate of its own from this server.',
    'The agent reports facts about the security of this device, such as its firewall and disk encryption. It never reports what is in your files.',
    'Your organisation decides by these facts which of its services you reach.',
    'You can leave again; an administrator of this device does that.',
  ],
  enroll: 'Enroll',
  decline: 'Do not enroll',
  notAllowedTitle: 'An administrator must do this',
  notAllowed:
    'Only an administrator of this device may enroll it with this server. Ask them to run this command and to paste the invitation when it asks:',
  enrolling: (ems: string) => `Enrolling with ${ems}…`,
  enrollingLead: 'This usually takes a few seconds.',
  silent: (ems: string) => `Your organisation is enrolling this device with ${ems}`,
  silentLead: 'There is nothing for you to do. It happens by itself as soon as the server can be reached.',
  silentWaiting: 'Not reached yet; it is tried again by itself',
  steps: [
    'The server’s identity is checked against the invitation',
    'This device makes a key, which never leaves it',
    'The server issues the certificate',
  ],
  refusedTitle: 'The device was not enrolled',
  unreadTitle: 'The invitation cannot be used',
  tryAgain: 'Try another invitation',
  back: 'Back',
  /** By error code: what it was, and what helps. */
  failures: {
    'invitation-malformed': {
      what: 'This is not a whole invitation.',
      next: 'Copy it again from where you got it, from the first to the last character.',
    },
    'invitation-too-new': {
      what: 'This invitation needs a newer release of Stile.',
      next: 'Update Stile on this device, then try again.',
    },
    'enrollment-refused': {
      what: 'This invitation is not valid any more: it was used, has expired or was withdrawn.',
      next: 'Ask your administrator for a new one.',
    },
    'ems-unreachable': {
      what: 'The server cannot be reached from here.',
      next: 'Check your network, then try again. The invitation is not used up.',
    },
    'pin-mismatch': {
      what: 'The server that answers is not the one of the invitation.',
      next: 'Do not go on: somebody may stand in between. Tell your administrator, and ask for a new invitation.',
    },
    'certificate-dates': {
      what: 'The clocks of this device and of the server do not agree.',
      next: 'Set the clock of this device, then try again.',
    },
    'ems-not-allowed': {
      what: 'This device may only be enrolled with the server that its administrator has set.',
      next: 'Ask your administrator for an invitation to that server.',
    },
    'already-enrolled': {
      what: 'This device belongs to an organisation already. An invitation cannot change that.',
      next: 'To change it, an administrator first has this device leave its organisation.',
    },
    'consent-missing': {
      what: 'The invitation has changed since you were asked.',
      next: 'Open it again, and look at the fingerprint.',
    },
    'command-not-allowed': {
      what: 'Only an administrator of this device may enroll it.',
      next: 'Ask them to do it.',
    },
    'uid-known': {
      what: 'The server knows this device already, and cannot tell that it is the same one.',
      next: 'Ask your administrator to release it on the server.',
    },
    'too-many-requests': {
      what: 'There were too many tries from your network.',
      next: 'Wait a few minutes, then try again.',
    },
    'socket-not-there': {
      what: 'The agent is not running on this device.',
      next: 'Try again when it runs.',
    },
  },
  blockedTitle: 'This device was withdrawn',
  blockedLead: (ems: string) =>
    `Your organisation (${ems}) has ended this device’s access. Its certificate is no longer valid.`,
  blockedWhen: 'Withdrawn',
  blockedNext: 'If you did not expect this, ask your administrator. With a new invitation the device can come back.',
  leave: 'Leave this organisation…',
  leaveTitle: 'Leave this organisation?',
  leaveText: (ems: string) => `This device leaves ${ems} at once:`,
  leaveMeaning: [
    'open connections to protected services end,',
    'its certificate is deleted and becomes invalid,',
    'you need a new invitation to come back.',
  ],
  leaveConfirm: 'Leave',
  stay: 'Stay',
  leaveNotAllowed: 'Only an administrator of this device may do this. They run this command:',
};
