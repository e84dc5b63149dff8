// Everything for macOS in one folder: what is installed, by the two packages that bring it, and what a Mac packs it with.

import { installLayouts } from '../../../shared/install/layout.ts';
import { below, type Entry, textFile } from '../contents/entry.ts';
import { daemonPlace, daemonPlist, entitlements, shellPlace, shellPlist } from './launchd.ts';
import { distribution, makePkgScript } from './make-pkg.ts';
import { desktopPostinstall, postinstall, preinstall, uninstallPlace, uninstallScript } from './scripts.ts';

const { programs, command, desktop } = installLayouts.darwin;

/** `agent`: below the folder of the programs; `app`: below that of the desktop app. */
export function macContents(version: string, agent: readonly Entry[], app: readonly Entry[]): readonly Entry[] {
  return [
    ...below('/agent', [
      ...below(programs, agent),
      textFile(command, `#!/bin/sh\nexec '${programs}/bin/node' '${programs}/stile.mjs' "$@"\n`, 0o755),
      textFile(daemonPlace, daemonPlist()),
      textFile(uninstallPlace, uninstallScript(), 0o755),
    ]),
    ...below('/desktop', [...below(desktop, app), textFile(shellPlace, shellPlist())]),
    textFile('/scripts/agent/preinstall', preinstall, 0o755),
    textFile('/scripts/agent/postinstall', postinstall, 0o755),
    textFile('/scripts/desktop/postinstall', desktopPostinstall, 0o755),
    textFile('/distribution.xml', distribution(version)),
    textFile('/entitlements.plist', entitlements()),
    textFile('/make-pkg.sh', makePkgScript(version), 0o755),
  ];
}
