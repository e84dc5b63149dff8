// Errors that the EMS answers, and those of reaching it.

import type { ErrorEntry } from './catalogue.ts';

export const emsErrors = {
  'ems-unreachable': {
    message: 'the EMS at {server} cannot be reached',
    next: 'Check the address and the network; the program tries again by itself.',
    status: 503,
  },
  'ems-refused': {
    message: 'the EMS at {server} refused {what}: {why}',
    next: '{advice}',
  },
  'ems-answer-invalid': {
    message: 'the EMS at {server} answered something that this release cannot read',
    next: 'Bring both to releases that work together.',
  },
  'certificate-required': {
    message: 'this route needs a {kinds} certificate',
    next: 'Enroll the device, or use the program this route is meant for.',
    status: 401,
  },
  'certificate-not-yet-valid': {
    message: 'by the clock of the EMS this certificate is not valid yet',
    next: 'Compare the clock of the EMS with that of this machine, and set whichever is wrong.',
    status: 403,
  },
  'certificate-refused': {
    message: 'the certificate shown is not accepted here: {why}',
    next: 'Renew it or enroll again.',
    status: 403,
  },
  'request-invalid': {
    message: 'the request is not of the form this route takes: {why}',
    next: 'Correct the field named.',
    status: 400,
  },
  'route-unknown': {
    message: 'there is no such route',
    next: 'Check the address and the release.',
    status: 404,
  },
  'too-many-requests': {
    message: 'too many tries from this address',
    next: 'Wait {seconds} seconds and try again.',
    status: 429,
  },
  'enrollment-refused': {
    message: 'the enrolment code is not valid (any more)',
    next: 'Ask your administrator for a new invitation. The EMS log says which of unknown, used, expired or revoked it is.',
    status: 403,
  },
  'uid-known': {
    message: 'this device id is known already, and the request does not prove to be the same device',
    next: 'An administrator can release it: stile ems endpoints release {uid}.',
    status: 409,
  },
  'report-stale': {
    message: 'a newer report of this device has already come',
    next: 'Nothing to do: the agent goes on with a higher sequence.',
    status: 409,
  },
  'device-revoked': {
    message: 'this device was revoked',
    next: 'Ask your administrator; the device must be enrolled anew.',
    status: 403,
  },
  'gateway-unknown': {
    message: 'there is no gateway {gateway}',
    next: 'See `stile ems gateways list`.',
    status: 404,
  },
  'gateway-withdrawn': {
    message: 'this gateway was withdrawn',
    next: 'Let it join again with a new invitation.',
    status: 403,
  },
  'web-ca-absent': {
    message: 'the EMS has no web CA that it can sign with',
    next: 'Make one: `stile ems web-ca create --domains <suffix>`. If `stile ems web-ca show` shows one, its key is not in the ca directory of this EMS process: copy it there.',
    status: 409,
  },
  'web-ca-exists': {
    message: 'there is a web CA already, for {domains}',
    next: 'Keep it, or put another one in its place: `stile ems web-ca create --replace --domains <suffix...>`.',
    status: 409,
  },
  'web-host-unapproved': {
    message: 'no administrator approved web certificates of this gateway for {host}',
    next: 'Approve it beside the others: `stile ems gateways web-hosts {gateway} <host...>`.',
    status: 403,
  },
  'thing-unknown': {
    message: 'there is no {kind} {id}',
    next: 'List what there is with `stile ems {list}`.',
    status: 404,
  },
  'thing-exists': {
    message: 'there is a {kind} {id} already',
    next: 'Choose another name, or change the one that is there.',
    status: 409,
  },
  'sign-in-required': {
    message: 'nobody is signed in',
    next: 'Open a sign-in link (stile ems admin link <name>, on the machine of the EMS), or run stile ems login.',
    status: 401,
  },
  'session-ended': {
    message: 'this session has ended',
    next: 'Sign in again with a new link: stile ems admin link <name>, on the machine of the EMS.',
    status: 401,
  },
  'sign-in-refused': {
    message: 'this sign-in link is not valid (any more)',
    next: 'A link is good once and for 15 minutes. Make another: stile ems admin link <name>, on the machine of the EMS.',
    status: 403,
  },
  'origin-refused': {
    message: 'the request was made by a page of another origin, or does not say by which',
    next: 'Open the console itself and do it there; programs use a token.',
    status: 403,
  },
  'sign-in-provider-unknown': {
    message: 'users of this organisation do not sign in by {provider}',
    next: 'Choose one of the ways that are offered.',
    status: 404,
  },
  'user-sign-in-refused': {
    message: 'this sign-in is not valid (any more)',
    next: 'Begin again. If it goes on, your administrator finds the reason in the log: stile ems audit.',
    status: 403,
  },
  'identity-provider-unreachable': {
    message: 'the identity provider {issuer} cannot be reached: {why}',
    next: 'Try again. An administrator can check the way from the EMS to it, and the CA it is trusted by.',
    status: 503,
  },
  'identity-provider-unfit': {
    message: 'the identity provider {issuer} cannot be used: {why}',
    next: 'Compare the issuer with the one that its discovery document states, letter by letter.',
    status: 502,
  },
  'sign-in-secret-missing': {
    message: 'the client secret of the identity provider {provider} is not in {path}',
    next: 'Copy it from the ca directory of another EMS process, mode 0600; or remove the provider and add it anew.',
    status: 503,
  },
  'console-absent': {
    message: 'the pages of the console are not built',
    next: 'Run npm run console in the source tree; the API works without them.',
    status: 503,
  },
  'database-unreachable': {
    message: 'the database {database} cannot be reached',
    next: 'Check that it runs and the way to it; the EMS goes on by itself when it is back.',
    status: 503,
  },
  'database-busy': {
    message: 'the database {database} does not answer in time',
    next: 'Try again; if it lasts, look at the load and the locks of the database.',
    status: 503,
  },
  'database-refused': {
    message: 'the database {database} does not take this EMS: {why}',
    next: 'Correct the database settings of the EMS or the rights in the database; passwords belong in passwordFile or PGPASSFILE.',
    status: 503,
  },
  'authority-missing': {
    message: 'the database {database} belongs to a {role} CA whose key is not in {path}',
    next: 'Copy the ca directory of an EMS process of this database there, owner and mode 0600 included; or name another database.',
    status: 503,
  },
  'authority-unfit': {
    message: 'this CA cannot sign devices here: {why}',
    next: 'Bring another one: a CA certificate (RSA or P-256/P-384, keyCertSign and cRLSign) with its unencrypted key, both PEM in one 0600 file.',
    status: 400,
  },
  'authority-signs': {
    message: 'the ZTNA CA {id} is the one that signs now',
    next: 'Replace it first: stile ems ztna-ca replace.',
    status: 409,
  },
  'authority-foreign': {
    message: 'the {role} CA in {path} is not the one that the database {database} belongs to',
    next: 'Put the ca directory of an EMS process of this database in its place; or name another database.',
  },
  'database-newer': {
    message: 'the database {database} was written by a newer release',
    next: 'Start that release, or restore a database of this one.',
  },
} as const satisfies Record<string, ErrorEntry>;
