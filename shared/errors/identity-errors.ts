// Errors of keys, certificates, signing requests and invitations.

import type { ErrorEntry } from './catalogue.ts';

export const identityErrors = {
  'csr-malformed': {
    message: 'the signing request cannot be read or its signature is wrong',
    next: 'Make a new key and a new request; nothing was issued.',
    status: 400,
  },
  'csr-weak': {
    message: 'the signing request holds a key that is too weak: {why}',
    next: 'Use P-256, or RSA with at least 2048 bits.',
    status: 400,
  },
  'csr-too-large': {
    message: 'the signing request is larger than {limit} bytes',
    next: 'Send only the request itself, in PEM.',
    status: 400,
  },
  'key-unreadable': {
    message: 'the private key {path} cannot be read',
    next: "Check its owner (the program's user) and mode (0600), or enroll again.",
  },
  'pin-mismatch': {
    message: 'the server at {server} shows another fabric CA than the invitation names',
    next: 'Do not go on: this is not the EMS that made the invitation, or somebody stands in between. Ask for a new invitation.',
  },
  'certificate-dates': {
    message: 'by the clock of this machine the certificate of {server} {why}',
    next: 'Compare the clock of this machine with that of the server, and set whichever is wrong.',
    status: 503,
  },
  'invitation-malformed': {
    message: 'the invitation cannot be read: {why}',
    next: 'Copy it again, whole, from where you got it.',
    status: 400,
  },
  'invitation-too-new': {
    message: 'the invitation needs features this release does not have: {needs}',
    next: 'Update this program first.',
    status: 400,
  },
  'certificate-unusable': {
    message: 'the certificate that the EMS issued is of no use: {why}',
    next: 'What was in use before stays in use. Tell the administrator of the EMS; it is asked again.',
    status: 502,
  },
} as const satisfies Record<string, ErrorEntry>;
