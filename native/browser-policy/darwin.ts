// The browsers' managed policies on macOS: only a configuration profile may set them, so one is laid ready for the MDM.

import { mkdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserName } from '../../shared/agent/web-state.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { type BrowserPolicies, type BrowserPolicyOptions, policyState } from './browser-policy.ts';
import { chromiumPolicy } from './chromium.ts';
import { configurationProfile } from './configuration-profile.ts';

const browsers: readonly BrowserName[] = ['chromium', 'chrome', 'edge', 'firefox'];

/**
 * What root writes into /Library/Managed Preferences the MDM takes away again, and trust in a CA needs a person's consent
 * in a dialog. So the agent changes nothing: it writes the profile, and says where it lies.
 */
export function browserPoliciesOfDarwin({ stateDir }: BrowserPolicyOptions): BrowserPolicies {
  const file = path.join(stateDir, 'browsers.mobileconfig');

  async function isWritten(): Promise<boolean> {
    return (await stat(file).catch(() => null)) !== null;
  }

  async function clear(): Promise<boolean> {
    await unlink(file).catch(() => undefined);
    return !(await isWritten());
  }

  return {
    clear,
    async apply(wishes) {
      const policy = chromiumPolicy(wishes);
      if (policy === null) {
        await clear();
        return browsers.map((browser) => policyState(browser, 'clear', file));
      }
      await mkdir(stateDir, { recursive: true, mode: 0o700 });
      await replaceFile(file, configurationProfile(policy, wishes.webCa), { mode: 0o644 });
      const detail = 'only an MDM may set this here; the profile to hand it lies at this place';
      return browsers.map((browser) => policyState(browser, 'blocked', file, detail));
    },
    written: async () => ((await isWritten()) ? [file] : []),
  };
}
