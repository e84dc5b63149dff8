// Turns the text of a configuration file into a configuration, or says in which line it is wrong.

import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { AppError } from '../../shared/errors/app-error.ts';
import { type GatewayConfig, gatewayConfig } from './schema.ts';

const largestFile = 4 * 1024 * 1024;

/**
 * @param path the file's name, for messages only
 * @throws AppError `config-invalid` with path, line (from 1) and why
 */
export function parseConfig(text: string, path: string): GatewayConfig {
  if (text.length > largestFile) throw invalid(path, 1, 'the file is larger than 4 MiB');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined) throw invalid(path, lines.linePos(broken.pos[0]).line, broken.message);
  const result = gatewayConfig.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (result.success) return result.data;
  const issue = deepest(result.error.issues[0]);
  throw invalid(path, lineOf(document, lines, issue), sentence(issue));
}

type Issue = z.core.$ZodIssue;

/** A union's issue says little; the branch that got furthest says more. */
function deepest(issue: Issue | undefined): Issue {
  if (issue === undefined) return { code: 'custom', path: [], message: 'not usable', input: undefined };
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.map((list) => list[0]).find((candidate) => (candidate?.path.length ?? 0) > 0);
  return inner === undefined ? issue : { ...deepest(inner), path: [...issue.path, ...inner.path] };
}

/** The line of the value an issue is about: an unknown key's own, a missing key's map. */
function lineOf(document: Document, lines: LineCounter, issue: Issue): number {
  const path = [...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const at = keyOffset(path.length === 0 ? document.contents : document.getIn(path, true), issue.keys[0]);
    if (at !== null) return lines.linePos(at).line;
  }
  for (;;) {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line || 1;
    if (path.length === 0) return 1;
    path.pop();
  }
}

function keyOffset(map: unknown, key: string | undefined): number | null {
  if (!isMap(map)) return null;
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  return isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : null;
}

function sentence(issue: Issue): string {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') return `unknown key ${issue.keys.join(', ')}${where && ` in ${where}`}`;
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

function invalid(path: string, line: number, why: string): AppError {
  return new AppError('config-invalid', { path, line, why });
}
