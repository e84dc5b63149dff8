// A destination that its user types in: what is wrong with it, and where a refusal of the agent belongs; pure.

import { isHostName } from '../../shared/policy/domain-name.ts';
import type { PageError } from '../../shared/shell/shell-contract.ts';
import type { Words } from '../../shared/words/words.ts';

export interface TypedDestination {
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly kind: 'tcp' | 'http';
}

export const emptyDestination: TypedDestination = { name: '', host: '', port: '', kind: 'tcp' };

export type Field = 'name' | 'host' | 'port';
export type FieldFaults = Readonly<Partial<Record<Field, string>>>;

export interface PersonalDestination {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly kind: 'tcp' | 'http';
}

export type ReadDestination =
  | { readonly kind: 'incomplete'; readonly faults: FieldFaults }
  | { readonly kind: 'complete'; readonly value: PersonalDestination };

/** What the agent would refuse anyway is said before it is asked; whether the organisation allows it, only the agent knows. */
export function readDestination(
  typed: TypedDestination,
  { destinations }: Pick<Words, 'destinations'>,
): ReadDestination {
  const own = destinations.add;
  const [name, host, port] = [typed.name.trim(), typed.host.trim(), typed.port.trim()];
  const faults: Record<Field, string | null> = {
    name: name === '' ? own.missingName : name.length > 64 ? own.longName : null,
    host: hostFault(host, own),
    port: isPort(port) ? null : own.portInvalid,
  };
  const found = Object.entries(faults).filter(([, fault]) => fault !== null);
  if (found.length > 0) return { kind: 'incomplete', faults: Object.fromEntries(found) };
  return { kind: 'complete', value: { name, host, port: Number(port), kind: typed.kind } };
}

function hostFault(host: string, own: Words['destinations']['add']): string | null {
  if (host === '') return own.missingHost;
  if (/[/:@]/.test(host)) return own.hostIsAddress;
  return isHostName(host.toLowerCase().replace(/\.$/, '')) ? null : own.hostInvalid;
}

function isPort(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

/** Null: it concerns no single field. */
export function fieldOfRefusal({ code }: Pick<PageError, 'code'>): Field | null {
  return fieldsByCode[code] ?? null;
}

const fieldsByCode: Readonly<Record<string, Field>> = { 'personal-destination-refused': 'host' };
