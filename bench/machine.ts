// Describes the machine of a measurement in one line, since figures mean nothing without it.

import { readFile } from 'node:fs/promises';
import os from 'node:os';
import process from 'node:process';

export async function machineLine(): Promise<string> {
  const cores = os.cpus();
  const system = /^PRETTY_NAME="?([^"\n]*)/m.exec(await readOr('/etc/os-release', ''))?.[1] ?? os.type();
  const control = (await readOr('/proc/sys/net/ipv4/tcp_congestion_control', 'unknown')).trim();
  return [
    `${cores.length} cores of ${cores[0]?.model.trim() ?? 'an unknown processor'}`,
    `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    `${system}, kernel ${os.release()}`,
    `Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`,
    `congestion control ${control} by default`,
  ].join(' · ');
}

async function readOr(file: string, otherwise: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => otherwise);
}
