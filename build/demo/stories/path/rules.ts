// Chooses the rules of the story, so that this machine can satisfy them.

import process from 'node:process';
import { factSource } from '../../../../native/facts/facts.ts';
import type { FactReading, OsVersionValue } from '../../../../shared/posture/fact.ts';
import { osVersionFact } from '../../../../shared/posture/fact-name.ts';
import { type AuthoredRule, authoredRule, type OsName } from '../../../../shared/posture/rule.ts';
import { names } from '../../stage/configuration.ts';

/** A tag, the rule a device gets it for, and that rule in words. */
export interface PlannedTag {
  readonly tag: string;
  readonly rule: AuthoredRule;
  readonly says: string;
  /** What people read who lack the tag. */
  readonly message: string;
}

export interface RulePlan {
  readonly sets: readonly PlannedTag[];
  /** The tag that sees the names. */
  readonly sees: string;
  /** Why a rule was left out, in a sentence; null if none was. */
  readonly leftOut: string | null;
}

/** Every enrolled device has it, whatever its posture. */
const everyDevice = 'all_registered_clients';

/** The oldest release that counts as supported, by the distribution's id. */
const oldestSupported: Readonly<Record<string, string>> = { debian: '10', ubuntu: '20.04' };

/** @param reading what the agent of this machine will say of its operating system */
export function planRules(os: OsName, marker: string, reading: FactReading): RulePlan {
  const managed: PlannedTag = {
    tag: names.managed,
    rule: authoredRule.parse({
      id: 1,
      os,
      type: 'file',
      negated: false,
      path: marker,
      title: 'The device is managed by corp.test',
      remedy: `Put back the file ${marker}: touch ${marker}`,
    }),
    says: `there is the file ${marker}`,
    message: 'This device is not managed by corp.test.',
  };
  if (reading.kind === 'unknown' || reading.value.kind !== 'os-version' || wordOf(reading.value) === '')
    return {
      sets: [managed],
      sees: everyDevice,
      leftOut: 'There is no rule about the operating system: this machine does not say which one it is.',
    };
  return { sets: [managed, supportedOs(os, reading.value)], sees: names.supported, leftOut: null };
}

/** What the agent finds out about this machine's operating system. */
export async function osVersionHere(signal: AbortSignal): Promise<FactReading> {
  return (await factSource(process.platform).collect(osVersionFact, signal)).reading;
}

/** This system, as rules name it. */
export function thisOs(platform: NodeJS.Platform = process.platform): OsName {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}

/** Testing and unstable releases have no number: of those only the product can be asked for. */
function supportedOs(os: OsName, value: OsVersionValue): PlannedTag {
  const product = wordOf(value);
  const oldest = value.version === '' ? undefined : oldestSupported[value.id];
  const asked =
    oldest === undefined
      ? { comparator: '=', content: product, title: `The operating system is ${value.name}` }
      : { comparator: '>=', content: `${product} ${oldest}`, title: 'The operating system is not too old' };
  return {
    tag: names.supported,
    rule: authoredRule.parse({
      id: 2,
      os,
      type: 'os-version',
      negated: false,
      ...asked,
      remedy: 'Install a release of the operating system that is supported.',
    }),
    says: `the operating system is ${oldest === undefined ? '' : 'at least '}${asked.content}`,
    message: 'This operating system is not a supported one.',
  };
}

/** The product as a rule names it; empty if its last word would be taken for a version. */
function wordOf({ id, name }: OsVersionValue): string {
  return [id, name].find((word) => word !== '' && !/(^|\s)[0-9]\S*$/.test(word)) ?? '';
}
