// Tells from the name of a built package for whom it is; pure.

import { packageArch, packageKind, type ReleasePackage } from '../../shared/update/manifest.ts';

export interface NamedPackage extends Pick<ReleasePackage, 'platform' | 'arch' | 'component' | 'name'> {
  readonly version: string;
}

interface Form {
  readonly form: RegExp;
  readonly platform: ReleasePackage['platform'];
}

const kinds = packageKind.enum;
const version = String.raw`(?<version>\d+\.\d+\.\d+)`;
const ours = 'stile-(?<component>agent|desktop)';

const forms: readonly Form[] = [
  { form: new RegExp(`^${ours}_${version}_(?<arch>amd64|arm64)\\.deb$`), platform: kinds['linux-deb'] },
  { form: new RegExp(`^${ours}-${version}-1\\.(?<arch>x86_64|aarch64)\\.rpm$`), platform: kinds['linux-rpm'] },
  // One package brings everything.
  { form: new RegExp(`^stile[-_]${version}[-_](?<arch>x64|arm64)\\.msi$`, 'i'), platform: kinds['win32-msi'] },
  { form: new RegExp(`^stile[-_]${version}[-_](?<arch>x64|arm64)\\.pkg$`, 'i'), platform: kinds['darwin-pkg'] },
];

const archs: Readonly<Record<string, ReleasePackage['arch']>> = {
  amd64: packageArch.enum.x64,
  x86_64: packageArch.enum.x64,
  x64: packageArch.enum.x64,
  arm64: packageArch.enum.arm64,
  aarch64: packageArch.enum.arm64,
};

/** Null for what no agent installs: servers, archives, set-up programs. */
export function packageOf(name: string): NamedPackage | null {
  for (const { form, platform } of forms) {
    const { version: found, arch = '', component = 'agent' } = form.exec(name)?.groups ?? {};
    if (found !== undefined) return { name, platform, version: found, component, arch: archs[arch] ?? arch };
  }
  return null;
}
