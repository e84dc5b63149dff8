// What a settings file says: settings of another release too, as far as they are known here.

import { z } from 'zod';
import { type ShellSettings, shellSettings } from '../../shared/shell/shell-settings.ts';

export type ParsedSettings =
  | { readonly kind: 'settings'; readonly settings: ShellSettings }
  | { readonly kind: 'unreadable'; readonly why: string };

/** A later release may have written more: what this one does not know is left out, not refused. */
const tolerant = z.object(shellSettings.shape);

export function parseSettings(text: string): ParsedSettings {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', why: 'it is no JSON' };
  }
  const parsed = tolerant.safeParse(content);
  if (parsed.success) return { kind: 'settings', settings: parsed.data };
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  return { kind: 'unreadable', why: place === '' ? 'it is no object' : `${place} has no such value` };
}
