// The managed configuration of Windows: values below HKLM\SOFTWARE\Policies\Stile, which only administrators and their MDM write.

import { installLayouts } from '../../shared/install/layout.ts';
import type { ManagedConfiguration } from './managed.ts';
import { openRegistry, type ReadRegistryKey } from './registry.ts';
import { readingOfRegistry } from './registry-values.ts';

const key = installLayouts.win32.policy;
const hive = 'HKLM\\';
const lookEveryMs = 30_000;

export function managedConfigurationOfWindows(
  open: () => Promise<ReadRegistryKey> = openRegistry,
): ManagedConfiguration {
  let registry: Promise<ReadRegistryKey> | null = null;
  return {
    async read() {
      try {
        registry ??= open();
        const found = (await registry)(key.slice(hive.length));
        if (found.kind === 'missing') return { kind: 'none' };
        if (found.kind === 'values') return readingOfRegistry(key, found.values);
        return failed(`the registry answered ${found.code}`);
      } catch (error) {
        registry = null;
        return failed(`the registry cannot be read (${error instanceof Error ? error.message : 'unknown'})`);
      }
    },
    // A few calls without a process; nothing announces a change without a thread that waits for it.
    watch(onChange) {
      const timer = setInterval(onChange, lookEveryMs);
      timer.unref();
      return {
        async [Symbol.asyncDispose]() {
          clearInterval(timer);
        },
      };
    },
  };
}

function failed(why: string) {
  return { kind: 'invalid' as const, readable: {}, source: key, troubles: [{ where: key, why: why.slice(0, 300) }] };
}
