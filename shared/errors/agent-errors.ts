// Errors of the agent: enrolment, names, tunnels.

import type { ErrorEntry } from './catalogue.ts';

export const agentErrors = {
  'already-enrolled': {
    message: 'this device is enrolled with {server} already',
    next: "Run `stile unenroll` first; pointing a device at another EMS is an administrator's act.",
    status: 409,
  },
  'not-enrolled': {
    message: 'this device is not enrolled',
    next: 'Run `stile enroll` with the invitation you were given.',
    status: 409,
  },
  'consent-missing': {
    message: 'enrolling with {server} was not confirmed',
    next: 'Look at the address, fingerprint and domains shown, and confirm them.',
    status: 400,
  },
  'ems-not-allowed': {
    message: 'this device may only enroll with the EMS that its administrator set',
    next: 'Ask your administrator.',
    status: 403,
  },
  'state-unreadable': {
    message: 'what the agent saved in {path} cannot be read; nothing was changed',
    next: 'Restore the file, or move it away and enroll again.',
  },
  'gateway-unreachable': {
    message: 'the gateway {gateway} cannot be reached',
    next: 'Check the network; the agent tries again by itself.',
    status: 503,
  },
  'address-unusable': {
    message: 'the agent cannot listen at {address}:{port}',
    next: 'Ports below 1024 need root; see the log of the daemon for the cause.',
  },
  'destination-unknown': {
    message: 'no destination is called {destination}',
    next: 'See `stile destinations` for those you have.',
    status: 404,
  },
} as const satisfies Record<string, ErrorEntry>;
