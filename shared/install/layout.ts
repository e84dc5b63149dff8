// Where an installed agent lies on each system: one table for packages, daemon, removal and documents; pure.

/** The systems that Stile is packed for, by Node's names. */
export type InstallPlatform = 'linux' | 'darwin' | 'win32';

/** Absolute places; on Windows below the usual folders of an English or any other Windows, which are named alike. */
export interface InstallLayout {
  /** Programs, their Node and what they load; nobody but root (SYSTEM, Administrators) may write there. */
  readonly programs: string;
  /** What the daemon keeps: identity, journal, downloads. For root (SYSTEM) alone. */
  readonly data: string;
  /** Settings of the machine's administrator. */
  readonly configFile: string;
  /** The managed configuration: a folder of JSON files, a registry key, or a property list. */
  readonly policy: string;
  /** An invitation that is laid there for root's eyes only is used once, without a person, and then removed. */
  readonly invitationFile: string;
  /** The command `stile` on PATH. */
  readonly command: string;
  /** The desktop app. */
  readonly desktop: string;
}

export const installLayouts: Readonly<Record<InstallPlatform, InstallLayout>> = {
  linux: {
    programs: '/usr/lib/stile',
    data: '/var/lib/stile',
    configFile: '/etc/stile/agent.json',
    policy: '/etc/stile/policy.d',
    invitationFile: '/etc/stile/invitation',
    command: '/usr/bin/stile',
    desktop: '/opt/Stile',
  },
  darwin: {
    programs: '/Library/Application Support/Stile/agent',
    data: '/Library/Application Support/Stile/data',
    configFile: '/Library/Application Support/Stile/agent.json',
    policy: '/Library/Managed Preferences/io.stile.agent.plist',
    invitationFile: '/Library/Application Support/Stile/invitation',
    command: '/usr/local/bin/stile',
    desktop: '/Applications/Stile.app',
  },
  win32: {
    programs: 'C:\\Program Files\\Stile',
    data: 'C:\\ProgramData\\Stile\\data',
    configFile: 'C:\\ProgramData\\Stile\\agent.json',
    policy: 'HKLM\\SOFTWARE\\Policies\\Stile',
    invitationFile: 'C:\\ProgramData\\Stile\\invitation',
    command: 'C:\\Program Files\\Stile\\stile.cmd',
    desktop: 'C:\\Program Files\\Stile\\desktop',
  },
};
