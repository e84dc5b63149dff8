// Finds, writes and removes our section in the text of a hosts file; every byte outside it stays as it is.
//
// The text is Latin-1, one character per byte. The section is
//   # BEGIN stile v1 sha256=<SHA-256 of the lines between, in hex>[ unterminated]
//   127.235.0.5 crm.corp.test
//   # END stile
// `unterminated` says that the file did not end with a line end before us, so that removing us takes back the one we added.

import { createHash } from 'node:crypto';
import type { HostsEntry } from './hosts-file.ts';
import type { AddressRange } from './range.ts';

/** What was wrong: no END (or no BEGIN), more than one section, or lines other than those we wrote. */
export type SectionDamage = 'incomplete' | 'several' | 'changed';

/** A hosts file taken apart: what others wrote before and after our section. */
export interface Taken {
  readonly before: string;
  readonly after: string;
  readonly isPresent: boolean;
  readonly damage: SectionDamage | null;
}

/** The text with a section of exactly these entries, at the place where it was or at the end; without one if there are none. */
export function withSection(text: string, entries: readonly HostsEntry[], range: AddressRange): string {
  const { before, after } = takeApart(text, range);
  if (entries.length === 0) return before + after;
  const eol = dominantEol(before + after);
  const isTerminated = before === '' || before.endsWith('\n');
  const body = entries.map(({ address, name }) => `${address} ${name}${eol}`).join('');
  const mark = isTerminated ? '' : ' unterminated';
  const begin = `# BEGIN stile v1 sha256=${sha256(body)}${mark}${eol}`;
  return `${before}${isTerminated ? '' : eol}${begin}${body}# END stile${eol}${after}`;
}

/** What others wrote, and nothing of ours. */
export function withoutSection(text: string, range: AddressRange): string {
  return withSection(text, [], range);
}

/**
 * Takes the section out, whatever its state. Of a damaged one, markers go, and lines only if they have the form that we
 * write: whatever somebody put between our markers is kept.
 */
export function takeApart(text: string, range: AddressRange): Taken {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const kept: string[] = [];
  const damages: SectionDamage[] = [];
  let place: number | null = null;
  let sections = 0;
  // The line end that we added before us; none if the file had its own.
  let added = '';
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (isBegin(line)) {
      const section = readSection(lines, at, range);
      place ??= kept.length;
      sections += 1;
      added ||= / unterminated(\r?\n)$/.exec(line)?.[1] ?? '';
      if (section.damage !== null) damages.push(section.damage);
      kept.push(...section.foreign);
      at = section.next;
    } else if (isEnd(line)) {
      place ??= kept.length;
      damages.push('incomplete');
      at += 1;
    } else {
      kept.push(line);
      at += 1;
    }
  }
  const split = place ?? kept.length;
  const [before, after] = [kept.slice(0, split).join(''), kept.slice(split).join('')];
  return {
    before: added !== '' && after === '' && before.endsWith(added) ? before.slice(0, -added.length) : before,
    after,
    isPresent: place !== null,
    damage: sections > 1 ? 'several' : (damages[0] ?? null),
  };
}

/** @throws RangeError if an entry may not stand in a hosts file of ours */
export function checkEntries(entries: readonly HostsEntry[], range: AddressRange): void {
  for (const { address, name } of entries) {
    if (!range.contains(address)) throw new RangeError(`${address} is outside the range of the agent`);
    if (!hostName.test(name) || name.length > 253 || /^localhost$/i.test(name))
      throw new RangeError(`${JSON.stringify(name)} cannot be mapped`);
  }
}

/** False for what cannot be edited as bytes of one character: UTF-16, or no text at all. */
export function isEditable(bytes: Uint8Array): boolean {
  return !bytes.includes(0) && !(bytes[0] === 0xff && bytes[1] === 0xfe) && !(bytes[0] === 0xfe && bytes[1] === 0xff);
}

const hostName = /^(?=.*[a-z])[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i;

interface FoundSection {
  /** Index of the line after it. */
  readonly next: number;
  readonly damage: SectionDamage | null;
  /** Lines between the markers that are not ours. */
  readonly foreign: readonly string[];
}

function readSection(lines: readonly string[], begin: number, range: AddressRange): FoundSection {
  const end = lines.findIndex((line, at) => at > begin && (isEnd(line) || isBegin(line)));
  const last = lines[end];
  if (last === undefined || !isEnd(last)) {
    let next = begin + 1;
    while (isOurs(lines[next], range)) next += 1;
    return { next, damage: 'incomplete', foreign: [] };
  }
  const body = lines.slice(begin + 1, end);
  const wanted = /^# BEGIN stile v1 sha256=([0-9a-f]{64})( unterminated)?\r?\n$/.exec(lines[begin] ?? '')?.[1];
  if (wanted === sha256(body.join(''))) return { next: end + 1, damage: null, foreign: [] };
  return { next: end + 1, damage: 'changed', foreign: body.filter((line) => !isOurs(line, range)) };
}

function isBegin(line: string): boolean {
  return /^# BEGIN stile\b/.test(line);
}

function isEnd(line: string): boolean {
  return /^# END stile\s*$/.test(line);
}

function isOurs(line: string | undefined, range: AddressRange): boolean {
  const address = /^([0-9.]+) [^\s#]+\r?\n?$/.exec(line ?? '')?.[1];
  return address !== undefined && range.contains(address);
}

function dominantEol(text: string): string {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows > all - windows ? '\r\n' : '\n';
}

function sha256(latin1: string): string {
  return createHash('sha256').update(latin1, 'latin1').digest('hex');
}
