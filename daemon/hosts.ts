// Opens the part of the hosts file that is ours, with its journal in the data directory.

import path from 'node:path';
import type { HostsFile } from '../native/hosts-file/hosts-file.ts';
import type { Platform } from '../native/platform.ts';
import type { Logger } from '../shared/log.ts';
import type { Config } from './config.ts';

export function hostsFileOf(config: Config, platform: Platform, log: Logger): HostsFile {
  return platform.hostsFile({
    stateDir: path.join(config.dataDirectory, 'hosts'),
    range: config.loopbackRange,
    ...(config.hostsFile === undefined ? {} : { path: config.hostsFile }),
    log,
  });
}
