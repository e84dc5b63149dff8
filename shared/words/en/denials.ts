// English: why a connection was refused or cut, by the code that came with it, and what helps.

import type { DenialCode } from '../../tunnel/denial.ts';

export const denials = {
  /** One sentence for each code. */
  why: {
    '001': 'The certificate that was shown is not valid here.',
    '002': 'No certificate was shown.',
    '003': 'This device is managed, but showed no certificate.',
    '021': 'There is no such host or path behind the gateway.',
    '022': 'The gateway knows no such destination.',
    '023': 'The gateway cannot find the address of the server.',
    '061': 'No policy allows this connection.',
    '062': 'A policy forbids this connection.',
    '063': 'The certificate, its device or its authority was revoked.',
    '064': 'This device has a tag that is forbidden here.',
    '065': 'This device lacks a tag that is required here.',
    '066': 'The gateway has heard nothing recent about this device.',
    '067': 'The EMS counts this device as offline.',
    '081': 'The gateway never connects to this address.',
    '082': 'The server refused the connection.',
    '083': 'The server did not answer in time.',
    '084': 'The server cannot be reached.',
    '085': 'The certificate of the server cannot be trusted.',
    '086': 'The server broke off, or does not speak HTTP.',
    '091': 'The gateway did not understand the request.',
    '092': 'The head of the request is too large.',
    '093': 'The request did not come in time.',
    '094': 'Too many connections are open from this device or address.',
    '095': 'This gateway does not serve that host.',
    '096': 'The gateway is stopping, or not ready yet.',
    '097': 'This gateway was withdrawn by the EMS.',
    '098': 'An administrator ended the session.',
    '099': 'A policy here asks for a verified user: sign in first.',
  } satisfies Record<DenialCode, string>,
  /** A code of a later release comes with its own title. */
  whyUnknown: (title: string) => `The gateway said: ${title}`,
  next: {
    posture: 'Bring this device back into order: the page Posture says what is in the way.',
    tag: 'Your administrator can say why this tag keeps you out.',
    again: 'Try again in a moment. If it stays like this, look at Diagnostics.',
    server: 'The server behind the gateway has a problem. Try again later, or tell whoever runs it.',
    certificate: 'The agent renews its certificate by itself. If this stays, look at Diagnostics.',
    administrator: 'Tell your administrator the request id.',
    fewer: 'Close some connections, then try again.',
    signIn: 'Sign in to your organisation: the page Overview has the button. The connection can be tried again then.',
  },
};
