// Reads os-release(5): which system this is, in its own words.

import { type OsVersionValue, osVersionValue } from '../../../shared/posture/fact.ts';

/**
 * The system that os-release describes; null if the text describes none. Debian's os-release stops at the release ("12");
 * its debian_version has the point release ("12.11"), which counts if it continues the same release.
 */
export function parseOsRelease(osRelease: string, debianVersion: string | null): OsVersionValue | null {
  const fields = new Map(osRelease.split('\n').flatMap(assignmentIn));
  const id = fields.get('ID') ?? 'linux';
  const release = fields.get('VERSION_ID') ?? '';
  const point = id === 'debian' && debianVersion !== null ? debianVersion.trim() : '';
  const version = /^[0-9]+(\.[0-9]+)+$/.test(point) && point.startsWith(`${release}.`) ? point : release;
  const parsed = osVersionValue.safeParse({ kind: 'os-version', id, name: fields.get('NAME') ?? 'Linux', version });
  return parsed.success && fields.size > 0 ? parsed.data : null;
}

/** One line of shell-like assignment; values may be quoted, with the escapes that os-release(5) allows. */
function assignmentIn(line: string): [string, string][] {
  const match = /^\s*([A-Z][A-Z0-9_]*)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']*))\s*$/.exec(line);
  if (match === null) return [];
  const [, name = '', double, single, bare] = match;
  return [[name, double?.replace(/\\(.)/g, '$1') ?? single ?? bare ?? '']];
}
