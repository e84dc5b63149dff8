// Turns words of the command line into values, or says which word is wrong.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../shared/errors/app-error.ts';

/** Parses a value of the command line. @throws AppError `command-invalid` naming what is wrong */
export function parsed<S extends z.ZodType>(command: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('command-invalid', { command, why: z.prettifyError(result.error).replaceAll('\n', ' ') });
}

/** Reads a JSON file that the user names and parses it. @throws AppError `command-invalid` */
export async function parsedFile<S extends z.ZodType>(command: string, schema: S, path: string): Promise<z.output<S>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('command-invalid', { command, why: `the file ${path} cannot be read` }, { cause });
  });
  return parsed(command, schema, jsonOf(command, path, text));
}

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `30m`, `8h` or `7d`, in milliseconds. */
export const duration = z
  .string()
  .regex(/^[1-9][0-9]{0,4}[smhd]$/, 'a duration is a number with s, m, h or d, such as 8h')
  .transform((text) => Number(text.slice(0, -1)) * units[z.enum(['s', 'm', 'h', 'd']).parse(text.slice(-1))]);

/** `a,b,c` or several options: a list of words. */
export const words = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((each) => each.split(',').filter((word) => word !== '')));

function jsonOf(command: string, path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('command-invalid', { command, why: `${path} is not JSON` }, { cause });
  }
}
