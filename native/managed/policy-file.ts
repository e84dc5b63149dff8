// What one JSON file of the managed configuration says, with the line of everything that it cannot say; pure.

import { parseValues } from '../../shared/managed/parse-values.ts';
import { isSettingName, type ManagedValues, managedSettings } from '../../shared/managed/settings.ts';
import type { ManagedTrouble } from './managed.ts';

export interface PolicyFile {
  readonly values: ManagedValues;
  readonly troubles: readonly ManagedTrouble[];
}

/** `isReadByAll`: everybody on this machine may read it, so it may hold no secret. */
export function parsePolicyFile(file: string, text: string, isReadByAll: boolean): PolicyFile {
  const parsed = parseObject(text);
  if ('why' in parsed) return { values: {}, troubles: [{ where: at(file, parsed.line), why: parsed.why }] };
  const places = keyPlaces(text);
  const lineOf = (name: string): number => places.find((each) => each.name === name)?.line ?? 1;
  const { values, troubles } = parseValues(parsed.content, 'linux');
  const twice = places.filter((each, index) => places.findIndex(({ name }) => name === each.name) !== index);
  const open = isReadByAll
    ? Object.keys(values).filter((name) => isSettingName(name) && managedSettings[name].isSecret)
    : [];
  return {
    values: Object.fromEntries(Object.entries(values).filter(([name]) => !open.includes(name))),
    troubles: [
      ...troubles.map(({ name, why }) => ({ where: at(file, lineOf(name)), why: `${name}: ${why}` })),
      ...twice.map(({ name, line }) => ({ where: at(file, line), why: `${name.slice(0, 64)}: it stands here twice` })),
      ...open.map((name) => ({
        where: at(file, lineOf(name)),
        why: `${name}: everybody on this machine may read this file; make it readable by root alone`,
      })),
    ],
  };
}

function at(file: string, line: number): string {
  return `${file}, line ${line}`;
}

type ParsedObject =
  | { readonly content: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly why: string };

function parseObject(text: string): ParsedObject {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    // What the message quotes of the file may be a secret; where it is, may be told.
    const found = error instanceof Error ? /\bposition (\d+)/.exec(error.message) : null;
    const end = found?.[1] === undefined ? text.length : Number(found[1]);
    return { line: text.slice(0, end).split('\n').length, why: 'this is not JSON' };
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return { line: 1, why: 'it must be one JSON object' };
  return { content: { ...content } };
}

/** The keys of the outermost object and their lines, in a text that is JSON. */
function keyPlaces(text: string): readonly { readonly name: string; readonly line: number }[] {
  const places: { readonly name: string; readonly line: number }[] = [];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && token.endsWith(':')) {
      const name = String(JSON.parse(token.slice(0, -1)));
      places.push({ name, line: text.slice(0, index).split('\n').length });
    }
  }
  return places;
}
