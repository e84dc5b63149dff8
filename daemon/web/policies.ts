// Opens the part of the browsers' managed policies that is ours, with its record in the data directory.

import path from 'node:path';
import type { BrowserPolicies } from '../../native/browser-policy/browser-policy.ts';
import type { Platform } from '../../native/platform.ts';
import type { Logger } from '../../shared/log.ts';
import type { Config } from '../config.ts';

export function browserPoliciesOf(config: Config, platform: Platform, log: Logger): BrowserPolicies {
  return platform.browserPolicies({
    stateDir: path.join(config.dataDirectory, 'browsers'),
    root: config.browserPolicyRoot,
    log,
  });
}
