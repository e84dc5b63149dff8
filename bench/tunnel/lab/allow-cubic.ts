// Lets a new network choose cubic where the machine allows it to none; only for as long as the choice takes.

import { readFileSync, writeFileSync } from 'node:fs';

const allowedList = '/proc/sys/net/ipv4/tcp_allowed_congestion_control';

/** A namespace may only choose what the machine allows to everybody; afterwards it keeps what it has. */
export async function allowingCubic<T>(work: () => Promise<T>): Promise<T> {
  const before = readFileSync(allowedList, 'utf8').trim();
  if (before.split(' ').includes('cubic')) return work();
  writeFileSync(allowedList, `${before} cubic`);
  try {
    return await work();
  } finally {
    writeFileSync(allowedList, before);
  }
}
