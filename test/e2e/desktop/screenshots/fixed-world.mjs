// Makes the shell's process see the same moment, person and computer at every run, so that its pictures are the same.

import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

const now = Date.parse('2026-11-27T09:41:00.000Z');

globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length === 0 ? [now] : given));
  }

  static now() {
    return now;
  }
};

const person = os.userInfo();
os.userInfo = () => ({ ...person, username: 'mira', homedir: '/nonexistent' });
os.hostname = () => 'mira-laptop';
syncBuiltinESMExports();
