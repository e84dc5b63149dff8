// The ways to lose the tag that access hangs on: at the EMS, and on the device. Each can be undone.

import { rmSync, writeFileSync } from 'node:fs';
import { names } from '../../build/demo/stage/configuration.ts';
import type { Stage } from '../../build/demo/stage/stage.ts';
import { authoredRuleSet } from '../../shared/posture/rule-set.ts';

export interface Way {
  readonly id: 'tag' | 'posture';
  readonly title: string;
  /** Resolves when whoever does it is told that it is done. */
  lose(): Promise<void>;
  restore(): Promise<void>;
}

export async function waysOf(stage: Stage): Promise<readonly Way[]> {
  const ems = await stage.ems();
  const { ruleSets } = await ems.call('rules', {}, stage.signal);
  const found = ruleSets.find(({ tag }) => tag === names.managed);
  const { marker } = stage.places;
  const giveTag = async (enabled: boolean) => {
    await ems.call('putRuleSet', { ruleSet: authoredRuleSet.parse({ ...found, enabled }) }, stage.signal);
  };
  return [
    {
      id: 'tag',
      title: 'the administrator switches a rule set off',
      lose: () => giveTag(false),
      restore: () => giveTag(true),
    },
    {
      id: 'posture',
      title: 'a file that a rule asks for is removed on the device',
      lose: async () => rmSync(marker),
      restore: async () => writeFileSync(marker, 'this device is managed\n'),
    },
  ];
}
