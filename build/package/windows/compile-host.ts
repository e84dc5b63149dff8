// Compiles the service host and the library of the MSI package: the same bytes on every machine with the same compiler.

import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hostName } from './payload.ts';
import { runTool } from './run-tool.ts';

const sources = path.resolve(import.meta.dirname, '../../../native/service-host');
const compiler = '/usr/bin/x86_64-w64-mingw32-gcc';

export interface CompiledHost {
  readonly host: string;
  readonly library: string;
}

export interface CompileOptions {
  readonly version: string;
  /** Numbers of protocol.h that the tests make smaller. */
  readonly defines?: Readonly<Record<string, number>>;
}

export async function compileHost(outDir: string, { version, defines = {} }: CompileOptions): Promise<CompiledHost> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'stile-host-'));
  const host = path.join(outDir, hostName);
  const library = path.join(outDir, 'installer-actions.dll');
  try {
    await mkdir(outDir, { recursive: true });
    const flags = [...compileFlags, ...Object.entries(defines).map(([name, value]) => `-D${name}=${value}`)];
    const parts = globSync('{*,installer-action/*}.c', { cwd: sources }).sort();
    const half = Math.ceil(parts.length / 2);
    await Promise.all([parts.slice(0, half), parts.slice(half)].map((some) => compileAll(some, flags, scratch)));
    const resource = await versionResource(scratch, version);
    const objects = parts
      .filter((part) => !part.startsWith('installer-action/'))
      .map((part) => objectOf(part, scratch));
    await link(['-municode', ...objects, resource, ...libraries], host);
    const forLibrary = ['installer-action/lay-invitation.c', ...sharedParts].map((part) => objectOf(part, scratch));
    // Else the linker derives the base from the path that it writes to, which is another one each time.
    const base = '-Wl,--disable-auto-image-base';
    await link(['-shared', base, ...forLibrary, '-lmsi', ...libraries], library);
    return { host, library };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What the library of the MSI package shares with the host. */
const sharedParts = ['invitation.c', 'folders.c', 'text.c', 'trust.c', 'walk.c', 'log.c', 'places.c'];

const compileFlags = [
  ...['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', '-fstack-protector-strong'],
  // Windows 10: what is older is not supported by Node either.
  ...['-DWIN32_LEAN_AND_MEAN', '-D_WIN32_WINNT=0x0A00', '-DUNICODE', '-D_UNICODE', '-D__USE_MINGW_ANSI_STDIO=0'],
];

/** All of Windows: a DLL of the compiler's would lie beside the program, where others could put theirs. */
const libraries = ['-ladvapi32', '-lshell32', '-lole32', '-luuid'];

/** No time of the build, no symbols; addresses at random, data not executable. */
const linkFlags = [
  '-static',
  '-fstack-protector-strong',
  '-s',
  '-Wl,--no-insert-timestamp,--dynamicbase,--nxcompat,--high-entropy-va',
];

async function compileAll(parts: readonly string[], flags: readonly string[], scratch: string): Promise<void> {
  for (const part of parts) {
    const paths = ['-c', part, '-o', objectOf(part, scratch)];
    await runTool(compiler, [...flags, '-municode', ...paths], { cwd: sources });
  }
}

function objectOf(part: string, scratch: string): string {
  return path.join(scratch, `${part.replace('/', '+')}.o`);
}

async function link(parts: readonly string[], output: string): Promise<void> {
  await runTool(compiler, [...linkFlags, '-o', output, ...parts]);
}

/** What Windows shows as the properties of the program. */
async function versionResource(scratch: string, version: string): Promise<string> {
  const numbers = `${version.split('.').join(',')},0`;
  const texts = {
    CompanyName: 'The Stile authors',
    FileDescription: 'Runs the Stile agent as a service',
    FileVersion: version,
    LegalCopyright: 'The Stile authors, Apache-2.0',
    OriginalFilename: hostName,
    ProductName: 'Stile',
    ProductVersion: version,
  };
  const source = path.join(scratch, 'version.rc');
  await writeFile(
    source,
    `1 VERSIONINFO
FILEVERSION ${numbers}
PRODUCTVERSION ${numbers}
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904B0"
    BEGIN
${Object.entries(texts)
  .map(([name, text]) => `      VALUE "${name}", "${text}"`)
  .join('\n')}
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
`,
  );
  const compiled = path.join(scratch, 'version.o');
  await runTool('/usr/bin/x86_64-w64-mingw32-windres', [source, compiled]);
  return compiled;
}
