// The certificate that the console shows to browsers: one of the administrator's files, or the EMS's own.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../shared/errors/app-error.ts';
import type { ConsoleSettings } from '../console-settings.ts';
import type { Ems } from '../ems.ts';
import type { Listener } from '../listeners/mutual-listener.ts';
import type { ServerCertificate } from './server-certificate.ts';

/** Null where no files are configured. @throws AppError `config-unreadable`, `key-unreadable` */
export async function configuredCertificate(settings: ConsoleSettings): Promise<ServerCertificate | null> {
  const { certificateFile, keyFile } = settings;
  if (certificateFile === undefined || keyFile === undefined) return null;
  const read = (path: string) =>
    readFile(path, 'utf8').catch((cause: unknown) => {
      throw new AppError('config-unreadable', { path }, { cause });
    });
  const [cert, key] = [await read(certificateFile), await read(keyFile)];
  try {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) throw new TypeError('another key');
  } catch (cause) {
    throw new AppError('key-unreadable', { path: keyFile }, { cause });
  }
  return { cert, key };
}

/** Whoever renews the files restarts nothing. Files that cannot be read just now leave the certificate as it is. */
export function keepConfiguredCertificate(ems: Pick<Ems, 'config' | 'log'>, listener: Listener): Disposable {
  const timer = setInterval(() => void look(), lookAgainMs);
  async function look(): Promise<void> {
    try {
      const next = await configuredCertificate(ems.config.console);
      if (next !== null) listener.useCertificate(next);
    } catch (error) {
      ems.log.error("the console's certificate could not be read again", { error });
    }
  }
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

const lookAgainMs = 3_600_000;
