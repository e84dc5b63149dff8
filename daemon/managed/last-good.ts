// Keeps the managed configuration that could be read last, for a start at which it cannot be read.

import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseValues } from '../../shared/managed/parse-values.ts';
import type { ManagedSystem } from '../../shared/managed/setting.ts';
import { isSettingName, type ManagedValues, managedSettings } from '../../shared/managed/settings.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import type { Good } from './in-force.ts';

export interface LastGood {
  read(): Promise<Good | null>;
  /** null: nothing is managed any more. @throws the system's error */
  keep(good: Good | null): Promise<void>;
}

const form = z.strictObject({ source: z.string(), values: z.record(z.string(), z.unknown()) });

/** Inside the agent's own directory, which is for root alone; without secrets all the same. */
export function lastGoodIn(dataDirectory: string, system: ManagedSystem): LastGood {
  const file = path.join(dataDirectory, 'managed.json');
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch(() => null);
      return text === null ? null : parse(text, system);
    },
    async keep(good) {
      if (good === null) return await rm(file, { force: true });
      const text = `${JSON.stringify({ source: good.source, values: withoutSecrets(good.values) }, null, 2)}\n`;
      if ((await readFile(file, 'utf8').catch(() => null)) !== text) await replaceFile(file, text);
    },
  };
}

/** One that this release does not understand in full is none: half of it could be looser than the whole. */
function parse(text: string, system: ManagedSystem): Good | null {
  try {
    const { source, values } = form.parse(JSON.parse(text));
    const parsed = parseValues(values, system);
    return parsed.troubles.length === 0 ? { source, values: parsed.values } : null;
  } catch {
    return null;
  }
}

function withoutSecrets(values: ManagedValues): ManagedValues {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => isSettingName(name) && !managedSettings[name].isSecret),
  );
}
