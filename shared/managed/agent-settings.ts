// Managed settings of the daemon: whom it enrolls with, and what it does on the machine.

import { z } from 'zod';
import { sha256Hex } from '../ids.ts';
import { largestInvitation } from '../invitation/invitation.ts';
import { domainName } from '../policy/domain-name.ts';
import { choice, everySystem, listOf, type ManagedSetting, onOff, text, wholeNumber } from './setting.ts';

const ofDaemon = { since: '0.1.0', systems: everySystem, concerns: 'daemon', isSecret: false } as const;

export const agentSettings = {
  AllowedEms: {
    ...ofDaemon,
    ...listOf(16, sha256Hex),
    category: 'enrolment',
    title: 'Management servers that this device may enroll with',
    explanation:
      'Names the only management servers (EMS) that this device may enroll with, by the SHA-256 fingerprints of their fabric CAs (64 lower-case hex digits; `stile ems status` shows it). With this set, users of the device may enroll it too; without, only its administrators may, with any EMS. An empty list allows none. A device that is enrolled already stays so.',
    example: ['9f2c4b7e1d3a5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8'],
    settles: { kind: 'config', key: 'allowedEms', taken: 'at-once' },
  },
  Invitation: {
    ...ofDaemon,
    ...text(
      largestInvitation,
      z
        .string()
        .trim()
        .regex(/^stile1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/, 'it is not the text of an invitation: stile1.….…'),
    ),
    isSecret: true,
    category: 'enrolment',
    title: 'Invitation',
    explanation:
      'The invitation that this device enrolls with by itself, without a person. Managed preferences and policy keys can be read by every user of a device: use an invitation here that is bound to serial numbers, or lay it into a file that only the system may read (InvitationFile). An enrolled device ignores it.',
    example: 'stile1.eyJ2IjoxLCJyb2xlIjoiZGV2aWNlIn0.AAAAAAAA',
    settles: { kind: 'invitation' },
  },
  InvitationFile: {
    ...ofDaemon,
    ...text(1_024, z.string().regex(/^(?:\/|[A-Za-z]:\\)/, 'it must be an absolute path')),
    category: 'enrolment',
    title: 'File with the invitation',
    explanation:
      'The absolute path of a file with the invitation that this device enrolls with by itself; it is removed once it has been used. Only the system (root; SYSTEM and Administrators) may be able to read and change it. Without this setting it is looked for at the usual place.',
    example: '/etc/stile/invitation',
    settles: { kind: 'config', key: 'invitationFile', taken: 'at-once' },
  },
  MachineKey: {
    ...ofDaemon,
    ...choice([
      { value: 'sealed', title: 'Sealed to this machine where it can seal' },
      { value: 'file', title: 'In a file of the system' },
      { value: 'tpm2', title: 'Inside the TPM' },
    ]),
    systems: ['linux'],
    category: 'enrolment',
    title: "Where the machine certificate's key is kept",
    explanation:
      'Decides where the private key of the device certificate is kept. With `tpm2` it never leaves the TPM, and a device without a usable one does not enroll. An enrolled device renews with the kind of key that is wanted at the next start.',
    example: 'tpm2',
    settles: { kind: 'config', key: 'machineKey', taken: 'at-start' },
  },
  LocalUsers: {
    ...ofDaemon,
    ...listOf(256, z.string().min(1).max(256)),
    category: 'access',
    title: 'Users who may use the tunnels',
    explanation:
      'Names the users of the operating system who may reach protected services from this device. Without, those with a session may. The system itself (root) always may; an empty list leaves it alone with that.',
    example: ['alice', 'bob'],
    settles: { kind: 'config', key: 'localUsers', taken: 'at-once' },
  },
  AddedDomains: {
    ...ofDaemon,
    ...listOf(64, domainName),
    category: 'access',
    title: 'Further domains',
    explanation:
      'Adds domains to those of the invitation below which the management server may publish names on this device. Public suffixes such as com or co.uk are refused.',
    example: ['corp.example.com'],
    settles: { kind: 'config', key: 'addedDomains', taken: 'at-start' },
  },
  PersonalDestinations: {
    ...ofDaemon,
    ...onOff,
    category: 'access',
    title: 'Users may add destinations of their own',
    explanation:
      "Decides whether users may give names inside the device's domains to services behind the organisation's own gateways. It outweighs what the management server says.",
    example: false,
    settles: { kind: 'shell-policy', key: 'personalDestinations' },
  },
  Disconnect: {
    ...ofDaemon,
    ...choice([
      { value: 'allowed', title: 'Allowed' },
      { value: 'with-reason', title: 'Allowed after saying why' },
      { value: 'not-allowed', title: 'Not allowed' },
    ]),
    category: 'access',
    title: 'Users may disconnect the agent',
    explanation:
      'Decides whether users may disconnect the agent for a while. The reason is told to the management server and audited. Administrators of the device always may. It outweighs what the management server says.',
    example: 'not-allowed',
    settles: { kind: 'shell-policy', key: 'disconnect' },
  },
  LoopbackRange: {
    ...ofDaemon,
    ...text(
      18,
      z.cidrv4().refine((range) => range.startsWith('127.'), { error: 'it must lie inside 127.0.0.0/8' }),
    ),
    category: 'access',
    title: 'Loopback addresses',
    explanation:
      'The IPv4 network inside 127.0.0.0/8 that the addresses of protected services on this device come from. Change it only where another program uses those of 127.235.0.0/16.',
    example: '127.240.0.0/16',
    settles: { kind: 'config', key: 'loopbackRange', taken: 'at-start' },
  },
  WarmConnections: {
    ...ofDaemon,
    ...wholeNumber(0, 32),
    category: 'access',
    title: 'Connections kept warm',
    explanation:
      'How many connections are kept open to each gateway in use, so that the next one begins without delay.',
    example: 2,
    settles: { kind: 'config', key: 'warmConnections', taken: 'at-start' },
  },
  FirefoxCertificates: {
    ...ofDaemon,
    ...choice([
      { value: 'ask', title: 'Firefox asks its user' },
      { value: 'always', title: 'Firefox offers it to whoever names our CA' },
    ]),
    category: 'access',
    title: "The user's certificate in Firefox",
    explanation:
      'Firefox has no policy for single hosts: it asks its user which certificate to send, or it sends one to every server that names the CA.',
    example: 'always',
    settles: { kind: 'config', key: 'firefoxCertificates', taken: 'at-start' },
  },
} as const satisfies Readonly<Record<string, ManagedSetting>>;
