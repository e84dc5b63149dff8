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
  'invitation-waiting': {
    message: 'another invitation waits for an answer already',
    next: 'Accept or dismiss that one first; then open this one again.',
    status: 409,
  },
  'enrolment-needs-administrator': {
    message: 'only an administrator may enroll this device with {server}',
    next: 'Ask an administrator of this device to run `sudo stile enroll` and to give it the same invitation.',
    status: 403,
  },
  'user-not-allowed': {
    message: 'this user is not one of those who may use this device',
    next: 'Ask an administrator of this machine to add you to its localUsers, or sign in to a session of your own.',
    status: 403,
  },
  'sign-in-cancelled': {
    message: 'this sign-in was cancelled, or a newer one took its place',
    next: 'Begin again where you still want to sign in.',
    status: 409,
  },
  'sign-in-late': {
    message: 'the browser did not come back from the sign-in in time',
    next: 'Begin again, and finish in the browser within five minutes. The browser has to run on this machine.',
    status: 408,
  },
  'sign-in-denied': {
    message: 'the sign-in was ended where it took place: {why}',
    next: 'Begin again; if it goes on, tell your administrator this word.',
    status: 403,
  },
  'sign-in-not-offered': {
    message: 'this organisation offers no way to sign in',
    next: 'Nothing here asks for it; otherwise tell your administrator.',
    status: 409,
  },
  'sign-in-url-refused': {
    message: 'the EMS named an address for the sign-in that is no page over TLS; it was not opened',
    next: 'Tell your administrator.',
    status: 502,
  },
  'keyring-refused': {
    message: 'the keyring of this session could not be used: {why}',
    next: 'Unlock it, and it goes on by itself; nothing was lost.',
    status: 503,
  },
  'store-refused': {
    message: "the browsers' certificate stores could not be changed: {why}",
    next: 'It is tried again by itself; the log says more.',
    status: 503,
  },
  'enrolling-not-allowed': {
    message: 'this user may not enroll this device',
    next: 'An administrator of this machine may; its users may where an administrator has named this EMS in allowedEms of the agent.',
    status: 403,
  },
  'invitation-file-unsafe': {
    message: 'the invitation laid at {path} is not used: {why}',
    next: 'Lay it as a regular file of root with mode 0600 (Windows: readable by SYSTEM and administrators alone) in a folder that only root may write to; it is looked at again by itself.',
    status: 403,
  },
  'invitation-elsewhere': {
    message: 'an invitation to {server} was laid for this device, which is enrolled with {enrolled}',
    next: 'Nothing was changed. Run `stile unenroll` if the device is to move there; else remove that invitation.',
    status: 409,
  },
  'invitation-spent': {
    message: 'the invitation laid for this device was used before, and the enrolment made by it has ended',
    next: 'Lay a new invitation; the one before is not used twice without a person.',
    status: 409,
  },
  'silent-enrolment-refused': {
    message: 'this device cannot be enrolled by the invitation laid at {place}: {why}',
    next: '{next} It is tried again as soon as an invitation is laid anew.',
    status: 403,
  },
  'disconnect-not-allowed': {
    message: 'your organisation does not let users disconnect the agent',
    next: 'Ask your administrator; one of this machine may, and your organisation hears of it.',
    status: 403,
  },
  'disconnect-reason-missing': {
    message: 'your organisation wants to know why the agent is disconnected',
    next: 'Give a reason: stile disconnect --reason "…".',
    status: 400,
  },
  'uninstall-code-missing': {
    message: 'removing the agent needs an administrator of this machine, or a code of your organisation',
    next: 'Ask your administrator for a code: stile ems endpoints uninstall-code <uid>; the uid is in `stile status`.',
    status: 403,
  },
  'uninstall-code-refused': {
    message: 'this is not the code in force for this device',
    next: 'Type it again as it was read out. It is good for a time only, and the device hears of a new one when it reaches the EMS.',
    status: 403,
  },
  'uninstall-code-closed': {
    message: 'too many codes were wrong',
    next: 'Wait {minutes} minutes. An administrator of this machine needs no code.',
    status: 429,
  },
  'uninstall-failed': {
    message: 'the agent could not be removed: {why}',
    next: 'Remove it as it was installed: by the package manager of this machine, or by your MDM.',
    status: 500,
  },
  'ems-not-allowed': {
    message: 'this device may only enroll with the EMS that its administrator set',
    next: 'Ask your administrator.',
    status: 403,
  },
  'state-unreadable': {
    message: 'what the agent saved in {path} cannot be read; nothing was changed',
    next: 'Restore the file, and the agent goes on by itself; or enroll again: the file is kept with `.unreadable` at its end.',
  },
  'state-not-unsealed': {
    message:
      'the key that the agent saved in {path} is sealed, and this machine does not open it ({why}); nothing was changed',
    next: 'It opens only on the machine, and with the TPM, that sealed it; a busy or locked TPM is tried again by itself. If it is lost, enroll again: the file is kept with `.unreadable` at its end.',
  },
  'machine-key-unavailable': {
    message: "the machine key in this machine's TPM cannot be used: {why}",
    next: 'The agent tries again by itself. If the TPM was cleared or replaced, enroll again; with `"machineKey": "sealed"` in its settings the agent makes keys in software.',
    status: 503,
  },
  'personal-destinations-not-allowed': {
    message: 'this organisation lets users add no destinations of their own',
    next: 'Ask your administrator for the service; or for `stile ems shell-policy set --personal-destinations yes`.',
    status: 403,
  },
  'personal-destination-refused': {
    message: '{host} cannot be added as a destination: {why}',
    next: 'Correct what is named; `stile destinations` shows those there are.',
    status: 409,
  },
  'destination-unknown': {
    message: 'no destination is called {destination}',
    next: 'See `stile destinations` for those you have.',
    status: 404,
  },
  'destination-not-here': {
    message: '{destination} is not published on this machine',
    next: 'See `stile destinations` for what is in the way of its name.',
    status: 409,
  },
  'opener-missing': {
    message: 'no program for {opener} was found on this machine',
    next: 'Install one, or copy the address and use a program of your own.',
    status: 404,
  },
  'destination-not-opened': {
    message: '{destination} could not be opened: {why}',
    next: 'Copy the address and use a program of your own; tell an administrator if that fails too.',
    status: 500,
  },
  'gateway-unreachable': {
    message: 'the gateway {gateway} cannot be reached',
    next: 'Check the network; the agent keeps trying while something needs it.',
    status: 503,
  },
  'gateway-not-trusted': {
    message: 'what answers as gateway {gateway} is not that gateway',
    next: 'Nothing was sent to it. Tell your administrator; on a foreign network, somebody may be in between.',
  },
  'gateway-refused': {
    message: 'the gateway {gateway} refused this device: {code} {title}',
    next: 'See `stile why` for the reason.',
  },
  'gateway-answer-invalid': {
    message: 'the gateway {gateway} answered with something that is no tunnel: {why}',
    next: 'Tell your administrator: the address may lead to another server, or versions do not fit.',
  },
  'listen-failed': {
    message: 'listening at {address} failed',
    next: 'Ports below 1024 need root; the log of the agent holds what the system said.',
  },
} as const satisfies Record<string, ErrorEntry>;
