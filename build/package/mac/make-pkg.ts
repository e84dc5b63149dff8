// What a Mac makes the installer with: the description of the product, and the script that signs, packs and has it notarised.

import { installLayouts } from '../../../shared/install/layout.ts';
import { daemonLabel, shellLabel } from './launchd.ts';

const { programs, desktop } = installLayouts.darwin;

/** The desktop app is a choice of its own; the agent is always installed. */
export function distribution(version: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<installer-gui-script minSpecVersion="2">
  <title>Stile</title>
  <options customize="allow" require-scripts="true" hostArchitectures="x86_64"/>
  <domains enable_localSystem="true" enable_anywhere="false" enable_currentUserHome="false"/>
  <volume-check><allowed-os-versions><os-version min="12.0"/></allowed-os-versions></volume-check>
  <choices-outline>
    <line choice="agent"/>
    <line choice="desktop"/>
  </choices-outline>
  <choice id="agent" title="Agent" enabled="false" selected="true"><pkg-ref id="${daemonLabel}"/></choice>
  <choice id="desktop" title="Desktop app"><pkg-ref id="${shellLabel}"/></choice>
  <pkg-ref id="${daemonLabel}" version="${version}" onConclusion="none">agent.pkg</pkg-ref>
  <pkg-ref id="${shellLabel}" version="${version}" onConclusion="none">desktop.pkg</pkg-ref>
</installer-gui-script>
`;
}

/** Run beside what it packs. Nothing secret is an argument: keys are in the keychain, the notary's in a profile of it. */
export function makePkgScript(version: string): string {
  return `#!/bin/sh
# Makes Stile-${version}.pkg of the folders beside it, on a Mac with Xcode's command line tools.
#   STILE_SIGN_APPLICATION  "Developer ID Application: …" in the keychain; without it nothing is signed
#   STILE_SIGN_INSTALLER    "Developer ID Installer: …"
#   STILE_NOTARY_PROFILE    what 'xcrun notarytool store-credentials' has kept; without it nothing is sent
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ "$(uname -s)" != Darwin ]; then
  echo 'pkgbuild and productbuild are on a Mac only' >&2
  exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "\${STILE_SIGN_APPLICATION:-}" ]; then
  sign() { codesign --force --timestamp --options runtime --sign "$STILE_SIGN_APPLICATION" "$@"; }
  # From the inside out: a signature covers what lies in it.
  find "$here/agent${programs}" "$here/desktop${desktop}" -name '*.node' -exec codesign --force --timestamp --options runtime --sign "$STILE_SIGN_APPLICATION" {} \\;
  sign --entitlements "$here/entitlements.plist" "$here/agent${programs}/bin/node"
  find "$here/desktop${desktop}/Contents/Frameworks" -maxdepth 1 \\( -name '*.framework' -o -name '*.dylib' \\) -exec codesign --force --timestamp --options runtime --sign "$STILE_SIGN_APPLICATION" {} \\;
  find "$here/desktop${desktop}/Contents/Frameworks" -maxdepth 1 -name '*.app' -exec codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$STILE_SIGN_APPLICATION" {} \\;
  sign --entitlements "$here/entitlements.plist" "$here/desktop${desktop}"
fi

pkgbuild --root "$here/agent" --scripts "$here/scripts/agent" --identifier '${daemonLabel}' --version '${version}' --ownership recommended --install-location / "$work/agent.pkg"
# Where the person has moved the app, it is not looked for: it lies where the service of the session starts it.
pkgbuild --analyze --root "$here/desktop" "$work/components.plist"
plutil -replace 0.BundleIsRelocatable -bool NO "$work/components.plist"
pkgbuild --root "$here/desktop" --component-plist "$work/components.plist" --scripts "$here/scripts/desktop" --identifier '${shellLabel}' --version '${version}' --ownership recommended --install-location / "$work/desktop.pkg"

product="$here/Stile-${version}.pkg"
if [ -n "\${STILE_SIGN_INSTALLER:-}" ]; then
  productbuild --distribution "$here/distribution.xml" --package-path "$work" --sign "$STILE_SIGN_INSTALLER" "$product"
else
  productbuild --distribution "$here/distribution.xml" --package-path "$work" "$product"
  echo 'not signed: it must not be given to people' >&2
fi
if [ -n "\${STILE_NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$product" --keychain-profile "$STILE_NOTARY_PROFILE" --wait
  xcrun stapler staple "$product"
fi
echo "$product"
`;
}
