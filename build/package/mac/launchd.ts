// What launchd is told: the daemon from the system's start on, and the desktop app in each session of a person.

import plist from 'plist';
import { installLayouts } from '../../../shared/install/layout.ts';

const { programs, data, configFile, desktop } = installLayouts.darwin;

export const logs = '/Library/Logs/Stile';
export const daemonLabel = 'io.stile.agent';
export const shellLabel = 'io.stile.shell';
export const daemonPlace = `/Library/LaunchDaemons/${daemonLabel}.plist`;
export const shellPlace = `/Library/LaunchAgents/${shellLabel}.plist`;

/** Nothing secret: everybody may read these files. */
export function daemonPlist(): string {
  return plist.build({
    Label: daemonLabel,
    ProgramArguments: [
      `${programs}/bin/node`,
      `${programs}/stile-agent.mjs`,
      ...['--config', configFile],
      ...['--data', data],
    ],
    RunAtLoad: true,
    // Whatever it ended by: only an administrator ends it for good, by unloading it.
    KeepAlive: true,
    ThrottleInterval: 10,
    // Time to take the names out of the hosts file.
    ExitTimeOut: 20,
    ProcessType: 'Interactive',
    WorkingDirectory: '/',
    Umask: 0o022,
    StandardErrorPath: `${logs}/agent.log`,
    StandardOutPath: '/dev/null',
  });
}

export function shellPlist(): string {
  return plist.build({
    Label: shellLabel,
    ProgramArguments: [`${desktop}/Contents/MacOS/Stile`, '--hidden'],
    RunAtLoad: true,
    // A session with windows; whoever quits the app has quit it.
    LimitLoadToSessionType: 'Aqua',
    ProcessType: 'Interactive',
  });
}

/** What the hardened runtime must let Node and Electron do: compile JavaScript. Libraries must be signed by the same team. */
export function entitlements(): string {
  return plist.build({
    'com.apple.security.cs.allow-jit': true,
    'com.apple.security.cs.allow-unsigned-executable-memory': true,
  });
}
