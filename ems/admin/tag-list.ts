// Counts who has which tag.

import type { z } from 'zod';
import type { emsAdminContract } from '../../shared/ems/admin-contract.ts';
import type { Ems } from '../ems.ts';
import { readTags } from '../json.ts';
import { builtInTag } from '../posture/decide.ts';
import { readRulebook } from '../rules/rulebook.ts';

type Tags = z.input<(typeof emsAdminContract)['commands']['tags']['result']>['tags'];

/** Every tag that a rule set can give, and the built-in one, with how many devices have it. */
export async function listTags(ems: Ems): Promise<Tags> {
  const { ruleSets } = await readRulebook(ems.db);
  const devices = await ems.db.selectFrom('devices').select('tags').where('state', '!=', 'revoked').execute();
  const held = devices.map((device) => readTags(device.tags));
  const names = [...new Set([builtInTag, ...ruleSets.map((set) => set.tag)])].sort();
  return names.map((tag) => ({
    tag,
    devices: held.filter((tags) => tags.includes(tag)).length,
    message: ruleSets.find((set) => set.tag === tag && set.message !== undefined)?.message ?? '',
  }));
}
