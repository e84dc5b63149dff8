// A package for Windows's installer with next to nothing in it, made by the real wixl.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '../../native/exec.ts';
import { upgradeCode } from '../../shared/install/windows-package.ts';

/** Of Stile's family, that release. @returns its file */
export async function makeMsi(directory: string, version: string): Promise<string> {
  await writeFile(path.join(directory, 'tiny.txt'), version);
  const source = path.join(directory, 'tiny.wxs');
  await writeFile(
    source,
    `<?xml version="1.0"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Name="Stile" Language="1033" Version="${version}" Manufacturer="corp.test" UpgradeCode="${upgradeCode.slice(1, -1)}">
    <Package InstallerVersion="200" Compressed="yes" InstallScope="perMachine"/>
    <Media Id="1" Cabinet="tiny.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFilesFolder">
        <Directory Id="Own" Name="Tiny">
          <Component Id="Part" Guid="6C1E7A52-94D3-4A0B-8F6E-3B7D2C95E1A4">
            <File Id="File" Name="tiny.txt" Source="tiny.txt" KeyPath="yes"/>
          </Component>
        </Directory>
      </Directory>
    </Directory>
    <Feature Id="Main" Level="1"><ComponentRef Id="Part"/></Feature>
  </Product>
</Wix>
`,
  );
  const made = path.join(directory, `stile-${version}-x64.msi`);
  // It takes the files of a package from where it runs.
  const script = 'cd "$0" && exec /usr/bin/wixl -a x64 -o "$1" tiny.wxs';
  const outcome = await runTool('/bin/sh', ['-c', script, directory, made], { timeoutMs: 60_000 });
  if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(`wixl: ${JSON.stringify(outcome)}`);
  return made;
}
