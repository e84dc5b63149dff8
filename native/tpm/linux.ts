// The TPM by OpenSSL's provider tpm2 (Debian: tpm2-openssl), through the kernel's resource manager unless told otherwise.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Tpm } from './tpm.ts';

/** Where distributions keep OpenSSL's modules. */
const moduleDirectories = [
  '/usr/lib/x86_64-linux-gnu/ossl-modules',
  '/usr/lib/aarch64-linux-gnu/ossl-modules',
  '/usr/lib64/ossl-modules',
  '/usr/lib/ossl-modules',
];

/** @param directories where the provider's module may lie */
export function tpmOfLinux(directories: readonly string[] = moduleDirectories): Tpm {
  return {
    openSslConfig() {
      const file = directories.map((each) => path.join(each, 'tpm2.so')).find((each) => existsSync(each));
      return file === undefined ? null : configWith(file);
    },
    environment: (own) => ({
      // Without it the library would also try TPMs that any local user can offer on a port of this machine.
      TPM2OPENSSL_TCTI: own['TPM2OPENSSL_TCTI'] ?? 'device:/dev/tpmrm0',
      // Its complaints would stand between the lines of our log, which says the same.
      TSS2_LOG: own['TSS2_LOG'] ?? 'all+none',
      ...given('DBUS_SESSION_BUS_ADDRESS', own),
    }),
  };
}

/** Only a resource manager on a session's bus needs it. */
function given(name: string, own: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const value = own[name];
  return value === undefined ? {} : { [name]: value };
}

/**
 * `random`: else Node would wait for the TPM's random numbers before it starts. `default_properties`: else the key is found
 * and its signature is tried in software. They are for the whole process: every EC signature, also those of others that are
 * only checked, goes through the TPM; hashes and ciphers do not.
 */
function configWith(module: string): string {
  return `nodejs_conf = init
openssl_conf = init
[init]
providers = providers
alg_section = algorithms
random = random
[random]
random = CTR-DRBG
properties = provider=default
seed = SEED-SRC
seed_properties = provider=default
[providers]
default = default_provider
tpm2 = tpm2_provider
[default_provider]
activate = 1
[tpm2_provider]
module = ${module}
activate = 1
[algorithms]
default_properties = ?provider=tpm2,tpm2.digest!=yes,tpm2.cipher!=yes
`;
}
