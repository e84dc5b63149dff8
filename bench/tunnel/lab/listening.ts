// Finds out whether a program listens yet, from what the kernel tells of its network.

import { readFileSync, readlinkSync } from 'node:fs';

/** Whether all these ports are listened on in the network of the process, which has to be another than ours. */
export function listensIn(pid: number, ports: readonly number[]): boolean {
  try {
    // Until nsenter has done its work the process still shows our own network.
    if (readlinkSync(`/proc/${pid}/ns/net`) === readlinkSync('/proc/self/ns/net')) return false;
    const found = listeningPorts(readFileSync(`/proc/${pid}/net/tcp`, 'utf8'));
    return ports.every((port) => found.has(port));
  } catch {
    return false;
  }
}

/** Ports in state LISTEN (0A) of a table as /proc/net/tcp has it. */
export function listeningPorts(table: string): ReadonlySet<number> {
  const rows = table.matchAll(/^\s*\d+: [0-9A-F]{8}:([0-9A-F]{4}) \S+ 0A /gm);
  return new Set([...rows].map((row) => Number.parseInt(row[1] ?? '', 16)));
}
