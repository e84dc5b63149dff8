// The daemon's settings: defaults, then the file, the environment and the command line; checked before anything starts.

import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { z } from 'zod';
import { AppError } from '../shared/errors/app-error.ts';
import { type InstallPlatform, installLayouts } from '../shared/install/layout.ts';
import { managedSettings } from '../shared/managed/settings.ts';
import { servedAt } from '../shared/node/endpoint.ts';

const {
  AddedDomains,
  AllowedEms,
  FirefoxCertificates,
  InvitationFile,
  LocalUsers,
  LoopbackRange,
  MachineKey,
  UpdateFeedUrl,
  UpdateInstallAfterHours,
  UpdatePostponeHours,
  UpdateRing,
  UpdateWindowEndHour,
  UpdateWindowStartHour,
  UpdatesEnabled,
  WarmConnections,
} = managedSettings;

export const config = z.strictObject({
  /** What the daemon keeps; where the installation has it unless given. */
  dataDirectory: z.string().min(1),
  socket: z
    .string()
    .min(1)
    .default(() => servedAt('agent')),
  /** The hosts file; the system's own unless given. */
  hostsFile: z.string().min(1).optional(),
  /** Where our loopback addresses come from; an IPv4 network inside 127.0.0.0/8. */
  loopbackRange: LoopbackRange.type.default('127.235.0.0/16'),
  /** Fingerprints of the only EMSs that this device may enroll with, then by its users too; absent: any, by administrators. */
  allowedEms: AllowedEms.type.optional(),
  /** OS users who may use the tunnels; absent: those with a session, else the one who enrolled. Root always may. */
  localUsers: LocalUsers.type.optional(),
  /** Domains an administrator of this machine adds to those of the invitation. */
  addedDomains: AddedDomains.type.default([]),
  /** Connections kept warm to each gateway in use. */
  warmConnections: WarmConnections.type.default(4),
  /** Below which directory the browsers' managed policies lie; the system's own unless in a test or an image. */
  browserPolicyRoot: z.string().min(1).default('/'),
  /** `always`: Firefox offers the user's certificate to whoever names our CA; it knows no policy for single hosts. */
  firefoxCertificates: FirefoxCertificates.type.default('ask'),
  /**
   * Where the key of the device's certificate is kept: `sealed` in the state file where this machine can seal, else as it
   * is; always as it is (`file`); or inside the machine's TPM (`tpm2`), never elsewhere. See docs/machine-key.md.
   */
  machineKey: MachineKey.type.default('sealed'),
  /** How often processes are looked through for `running-process` rules; the other facts where nothing announces a change. */
  processPollMs: z.int().min(100).max(60_000).default(2_000),
  /** The invitation to enroll with by itself; where the installation lays it unless given. */
  invitationFile: InvitationFile.type.optional(),
  /** Whether newer releases are looked for, where they come from, and when they are installed without asking. */
  updatesEnabled: UpdatesEnabled.type.default(true),
  updateFeedUrl: UpdateFeedUrl.type.optional(),
  updateRing: UpdateRing.type.default('stable'),
  updateInstallAfterHours: UpdateInstallAfterHours.type.default(72),
  /** Hours of the day, local; absent or alike: the whole day. */
  updateWindowStartHour: UpdateWindowStartHour.type.optional(),
  updateWindowEndHour: UpdateWindowEndHour.type.optional(),
  updatePostponeHours: UpdatePostponeHours.type.default(24),
});
export type Config = z.infer<typeof config>;

/** Settings that the environment may hold, by variable. */
const variables = {
  STILE_AGENT_DATA: 'dataDirectory',
  STILE_AGENT_HOSTS: 'hostsFile',
  STILE_AGENT_INVITATION_FILE: 'invitationFile',
  STILE_AGENT_SOCKET: 'socket',
} as const;

/**
 * Settings of a JSON file (none: defaults), those of the environment over them, those of the command line over both. What is
 * managed comes over all of them, and changes while the daemon runs: daemon/managed/settled-config.ts.
 * @throws AppError `config-*`
 */
export async function readConfig(
  path: string | undefined,
  over: Readonly<Record<string, unknown>>,
  platform: InstallPlatform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Config> {
  const place = path ?? 'command line';
  const fromFile = path === undefined ? {} : await readObject(path);
  const set = Object.entries(variables).flatMap(([variable, name]) =>
    environment[variable] ? [[name, environment[variable]]] : [],
  );
  const usual = { dataDirectory: installLayouts[platform].data };
  const result = config.safeParse({ ...usual, ...fromFile, ...Object.fromEntries(set), ...over });
  if (result.success) return result.data;
  throw new AppError('config-invalid', {
    path: place,
    line: 1,
    why: z.prettifyError(result.error).replaceAll('\n', ' '),
  });
}

async function readObject(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('config-unreadable', { path }, { cause });
  });
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('config-invalid', { path, line: 1, why: 'it is not a JSON object' }, { cause });
  }
}
