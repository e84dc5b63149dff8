// Everything that the product makes or changes on a machine: one declared list, by which it is removed, documented and tested; pure.

import type { InstallPlatform } from './layout.ts';

/** Who makes it. `package`: the installer; `session`: a process of the user that keeps their certificate. */
export type Maker = 'package' | 'daemon' | 'session' | 'shell';

/**
 * When it is gone at the latest. `stop`: with the daemon, or by the next start after a crash; `removal`: when the product is
 * removed; `purge`: when it is removed for good, enrolment and settings included. Systems without that difference purge.
 */
export type GoneAfter = 'stop' | 'removal' | 'purge';

export interface Trace {
  /** A path, `~/…` for each user; a registry key; or where else it is to be found. */
  readonly where: string;
  /** What it is, for people. */
  readonly what: string;
  readonly by: Maker;
  readonly goneAfter: GoneAfter;
  /** `whole`: nobody else has anything in it; `part`: a marked section, entry or file of ours in what belongs to others. */
  readonly extent: 'whole' | 'part';
}

const linux: readonly Trace[] = [
  trace('/usr/lib/stile', 'programs, their Node, licences', 'package', 'removal'),
  trace('/usr/bin/stile', 'the command', 'package', 'removal'),
  trace('/usr/lib/systemd/system/stile-agent.service', 'the service', 'package', 'removal'),
  trace(
    '/etc/systemd/system/multi-user.target.wants/stile-agent.service',
    'its start with the system',
    'package',
    'removal',
  ),
  trace('/usr/share/doc/stile-agent', 'copyright and changes', 'package', 'removal'),
  trace('/opt/Stile', 'the desktop app', 'package', 'removal'),
  trace('/usr/share/applications/stile-shell.desktop', 'its menu entry, and `stile:` links', 'package', 'removal'),
  trace('/usr/share/icons/hicolor/512x512/apps/stile-shell.png', 'its icon', 'package', 'removal'),
  trace('/usr/share/doc/stile-desktop', 'copyright', 'package', 'removal'),
  trace('/etc/xdg/autostart/stile.desktop', "the desktop app's start at login, for everybody", 'package', 'purge'),
  trace('/etc/stile', 'settings, managed configuration, an invitation that waits', 'package', 'purge'),
  trace('/var/lib/stile', 'enrolment, keys, journals, downloads', 'daemon', 'purge'),
  trace('/run/stile', 'the local socket', 'daemon', 'stop'),
  trace('/etc/hosts', 'the names of destinations, in a marked block', 'daemon', 'stop', 'part'),
  trace(
    '/etc/chromium/policies/managed/stile.json',
    'what Chromium is told, and the same for Chrome and Edge',
    'daemon',
    'stop',
  ),
  trace('/etc/firefox/policies/policies.json', 'what Firefox is told', 'daemon', 'stop', 'part'),
  trace('~/.local/share/stile', "the user's sealed key and certificate", 'session', 'removal'),
  trace('~/.pki/nssdb', 'the certificate in the database of Chromium', 'session', 'removal', 'part'),
  trace('~/.mozilla/firefox', 'the certificate in the databases of Firefox', 'session', 'removal', 'part'),
  trace('the keyring of the user', 'the key that opens the sealed file', 'session', 'removal', 'part'),
  trace('~/.config/Stile', 'preferences and notices of the desktop app', 'shell', 'removal'),
  trace('~/.config/autostart/stile.desktop', 'its start at login', 'shell', 'removal'),
  trace('~/.config/mimeapps.list', 'who opens `stile:` links', 'shell', 'removal', 'part'),
];

const darwin: readonly Trace[] = [
  trace(
    '/Library/Application Support/Stile',
    'programs, settings, enrolment, keys, journals, downloads',
    'package',
    'removal',
  ),
  trace('/Applications/Stile.app', 'the desktop app', 'package', 'removal'),
  trace('/usr/local/bin/stile', 'the command', 'package', 'removal'),
  trace('/Library/LaunchDaemons/io.stile.agent.plist', 'the service', 'package', 'removal'),
  trace('/Library/LaunchAgents/io.stile.shell.plist', "the desktop app's start at login", 'package', 'removal'),
  trace('/Library/Logs/Stile', 'logs of the service', 'daemon', 'removal'),
  trace('/var/run/stile', 'the local socket', 'daemon', 'stop'),
  trace('/etc/hosts', 'the names of destinations, in a marked block', 'daemon', 'stop', 'part'),
  trace(
    'the login keychain of the user',
    'certificate, key and identity preferences; the key that opens the sealed file',
    'session',
    'removal',
    'part',
  ),
  trace('~/Library/Application Support/Stile', "the user's sealed key, preferences and notices", 'session', 'removal'),
  trace('~/Library/Preferences/io.stile.shell.plist', 'preferences of the window system', 'shell', 'removal'),
];

const win32: readonly Trace[] = [
  trace('C:\\Program Files\\Stile', 'programs, their Node, the desktop app, licences', 'package', 'removal'),
  trace('C:\\ProgramData\\Stile', 'settings, enrolment, keys, journals, downloads, logs', 'daemon', 'removal'),
  trace('the service StileAgent', 'the service', 'package', 'removal'),
  trace('HKLM\\SOFTWARE\\Stile', 'version and place, for detection', 'package', 'removal'),
  trace(
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
    "the desktop app's start at login",
    'package',
    'removal',
    'part',
  ),
  trace('HKLM\\SOFTWARE\\Classes\\stile', 'who opens `stile:` links', 'package', 'removal'),
  trace(
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
    'the folder of the command in Path',
    'package',
    'removal',
    'part',
  ),
  trace(
    'C:\\Windows\\System32\\drivers\\etc\\hosts',
    'the names of destinations, in a marked block',
    'daemon',
    'stop',
    'part',
  ),
  trace('HKLM\\SOFTWARE\\Policies', 'what Chrome, Edge and Firefox are told', 'daemon', 'stop', 'part'),
  trace('the certificate store CurrentUser\\My', "the user's certificate and key", 'session', 'removal', 'part'),
  trace('the Credential Manager of the user', 'the key that opens the sealed file', 'session', 'removal', 'part'),
  trace('~/AppData/Local/Stile', "the user's sealed key and certificate", 'session', 'removal'),
  trace('~/AppData/Roaming/Stile', 'preferences and notices of the desktop app', 'shell', 'removal'),
];

export const footprints: Readonly<Record<InstallPlatform, readonly Trace[]>> = { linux, darwin, win32 };

/** Folders and files of a user that are ours alone, relative to the home directory. */
export function userFiles(platform: InstallPlatform): readonly string[] {
  return footprints[platform].flatMap(({ where, extent }) =>
    where.startsWith('~/') && extent === 'whole' ? [where.slice(2)] : [],
  );
}

function trace(where: string, what: string, by: Maker, goneAfter: GoneAfter, extent: Trace['extent'] = 'whole'): Trace {
  return { where, what, by, goneAfter, extent };
}
