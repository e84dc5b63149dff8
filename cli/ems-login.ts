// Remembers at which EMS elsewhere this user is signed in: one 0600 file.

import { mkdir, readFile, unlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../shared/errors/app-error.ts';
import { replaceFile } from '../shared/node/atomic-file.ts';

export const emsLogin = z.strictObject({
  origin: z.url({ protocol: /^https$/ }),
  /** The CA (PEM) that its certificate must come from. */
  ca: z.string().min(1),
  name: z.string(),
  token: z.string().min(1),
  expires: z.string(),
});
export type EmsLogin = z.infer<typeof emsLogin>;

type Environment = Readonly<Record<string, string | undefined>>;

export async function saveLogin(environment: Environment, login: EmsLogin): Promise<void> {
  const file = loginFile(environment);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await replaceFile(file, `${JSON.stringify(login)}\n`, { mode: 0o600 });
}

/** Null where nobody is signed in. @throws AppError `config-invalid`, `config-unreadable` */
export async function savedLogin(environment: Environment): Promise<EmsLogin | null> {
  const file = loginFile(environment);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new AppError('config-unreadable', { path: file }, { cause });
  });
  if (text === null) return null;
  try {
    return emsLogin.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError(
      'config-invalid',
      { path: file, line: 1, why: 'it is not what stile ems login writes' },
      { cause },
    );
  }
}

/** True if there was one. */
export async function forgetLogin(environment: Environment): Promise<boolean> {
  return await unlink(loginFile(environment)).then(
    () => true,
    () => false,
  );
}

function loginFile({ XDG_CONFIG_HOME: own, APPDATA: windows, HOME: home = os.homedir() }: Environment): string {
  const folder = [own, windows].find((each) => each !== undefined && path.isAbsolute(each));
  return path.join(folder ?? path.join(home, '.config'), 'stile', 'ems-login.json');
}
