// Writes the source of the MSI package for wixl: what is installed where, and what runs when; pure.

import path from 'node:path';
import { upgradeCode } from '../../../../shared/install/windows-package.ts';
import { guidOf, identifierOf } from '../ids.ts';
import { hostName, type PayloadFile } from '../payload.ts';
import { customActions } from './actions.ts';

export interface Product {
  readonly version: string;
  readonly payload: readonly PayloadFile[];
  /** The library with `LayInvitation`; like every source, relative to where wixl runs. */
  readonly library: string;
}

export function productSource({ version, payload, library }: Product): string {
  const desktop = payload.filter(({ isDesktop }) => isDesktop);
  const hasDesktop = desktop.length > 0;
  return `<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="${guidOf('product', version)}" Name="Stile" Language="1033" Version="${version}" Manufacturer="The Stile authors" UpgradeCode="${upgradeCode.slice(1, -1)}">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" Comments="Stile ${version}" />
    <Media Id="1" Cabinet="stile.cab" EmbedCab="yes" />
    <MajorUpgrade DowngradeErrorMessage="A newer version of Stile is installed. An older one is not put over it." />
    <Property Id="OTHERINSTALLER"><RegistrySearch Id="OtherInstaller" Root="HKLM" Key="SOFTWARE\\Stile" Name="Installer" Type="raw" Win64="yes" /></Property>
    <Condition Message="Stile was installed by its setup program. Upgrade it with one, or remove it first.">Installed OR NOT (OTHERINSTALLER = "exe")</Condition>
    <Property Id="MsiHiddenProperties" Value="INVITATION;LayInvitation" />
    <Property Id="REBOOT" Value="ReallySuppress" />
    <Property Id="MSIRESTARTMANAGERCONTROL" Value="Disable" />
    <Property Id="ARPNOMODIFY" Value="1" />
    <Binary Id="InstallerActions" SourceFile="${library}" />
${customActions()}
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="INSTALLDIR" Name="Stile">
${registration(version)}
${hasDesktop ? desktopRegistration : ''}
${folderContents('', payload)}
        </Directory>
      </Directory>
    </Directory>
    <Feature Id="Agent" Title="Agent" Description="The service, and the command stile" Level="1">
      <ComponentRef Id="Registration" />
${componentsOf(payload.filter(({ isDesktop }) => !isDesktop))}
    </Feature>
${hasDesktop ? feature(desktop) : ''}
  </Product>
</Wix>
`;
}

function registration(version: string): string {
  const value = (name: string, text: string, key = '') =>
    `            <RegistryValue Root="HKLM" Key="SOFTWARE\\Stile" Name="${name}" Type="string" Value="${text}"${key} />`;
  return `          <Component Id="Registration" Guid="${guidOf('component', 'registration')}" Win64="yes">
${value('Version', version, ' KeyPath="yes"')}
${value('InstallDir', '[INSTALLDIR]')}
${value('Installer', 'msi')}
          </Component>`;
}

// What a link brings is never taken for a switch (CVE-2018-1000006).
const desktopRegistration = `          <Component Id="DesktopRegistration" Guid="${guidOf('component', 'desktop')}" Win64="yes">
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run" Name="Stile" Type="string" Value="&quot;[INSTALLDIR]desktop\\Stile.exe&quot; --hidden" KeyPath="yes" />
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Classes\\stile" Type="string" Value="URL:Stile invitation" />
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Classes\\stile" Name="URL Protocol" Type="string" Value="" />
            <RegistryValue Root="HKLM" Key="SOFTWARE\\Classes\\stile\\shell\\open\\command" Type="string" Value="&quot;[INSTALLDIR]desktop\\Stile.exe&quot; -- &quot;%1&quot;" />
          </Component>`;

function feature(files: readonly PayloadFile[]): string {
  return `    <Feature Id="Desktop" Title="Desktop app" Description="The window and the icon beside the clock" Level="1">
      <ComponentRef Id="DesktopRegistration" />
${componentsOf(files)}
    </Feature>`;
}

/** Nested, as the tables want them: each file is a component of its own, which is repaired and removed by itself. */
function folderContents(folder: string, payload: readonly PayloadFile[]): string {
  const below = payload.filter(({ name }) => folder === '' || name.startsWith(`${folder}/`));
  const rest = (name: string) => name.slice(folder === '' ? 0 : folder.length + 1);
  const files = below.filter(({ name }) => !rest(name).includes('/'));
  const folders = [...new Set(below.map(({ name }) => rest(name)).filter((name) => name.includes('/')))]
    .map((name) => name.slice(0, name.indexOf('/')))
    .filter((name, at, all) => all.indexOf(name) === at);
  return [
    ...files.map(component),
    ...folders.map((name) => {
      const whole = folder === '' ? name : `${folder}/${name}`;
      const inside = folderContents(whole, payload);
      return `<Directory Id="${identifierOf('folder', whole)}" Name="${escaped(name)}">\n${inside}\n</Directory>`;
    }),
  ].join('\n');
}

function component({ name, source }: PayloadFile): string {
  const id = name === hostName ? 'ServiceHost' : identifierOf('file', name);
  const guid = guidOf('component', name);
  const file = `<File Id="${id}" Source="${escaped(source)}" Name="${escaped(path.posix.basename(name))}" KeyPath="yes" />`;
  return `<Component Id="${identifierOf('component', name)}" Guid="${guid}" Win64="yes">${file}</Component>`;
}

function componentsOf(files: readonly PayloadFile[]): string {
  return files.map(({ name }) => `      <ComponentRef Id="${identifierOf('component', name)}" />`).join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
