// Puts our wishes into Firefox's one file of policies, beside those of others, and takes them out again; pure.

import { z } from 'zod';
import type { BrowserWishes } from './browser-policy.ts';

/** What of ours belongs into the file. */
export interface FirefoxWishes {
  /** Path of the web CA's file. */
  readonly webCa: string | null;
  readonly offersAlways: boolean;
}

/** Null where nothing is wanted. */
export function firefoxWishes(wishes: BrowserWishes, webCaFile: string): FirefoxWishes | null {
  if (wishes.hosts.length === 0) return null;
  const wanted = { webCa: wishes.webCa === null ? null : webCaFile, offersAlways: wishes.firefox === 'always' };
  return wanted.webCa === null && !wanted.offersAlways ? null : wanted;
}

const preference = 'security.default_personal_cert';
const offersAlways = { Value: 'Select Automatically', Status: 'locked' };

const object = z.record(z.string(), z.unknown());
type Json = z.infer<typeof object>;

/** `unreadable`: it is of a form that we do not understand, and must be left alone. */
export type Merged =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** The file with our wishes in it; `before` is null if there is none. What others have set stays, also against our wish. */
export function withWishes(before: string | null, wishes: FirefoxWishes): Merged {
  return changed(before ?? '{}', (policies) => {
    const certificates = part(policies, 'Certificates');
    const install = list(certificates, 'Install');
    const wanted = wishes.webCa === null || install.includes(wishes.webCa) ? install : [...install, wishes.webCa];
    const preferences = part(policies, 'Preferences');
    const isFree = wishes.offersAlways && !(preference in preferences);
    return {
      ...policies,
      ...(wanted.length === 0 ? {} : { Certificates: { ...certificates, Install: wanted } }),
      ...(isFree ? { Preferences: { ...preferences, [preference]: offersAlways } } : {}),
    };
  });
}

/** The file without what is ours; `nothing` where nothing else is left in it. */
export function withoutWishes(text: string, webCaFile: string): Merged | { readonly kind: 'nothing' } {
  const outcome = changed(text, (policies) => {
    const certificates = part(policies, 'Certificates');
    const install = list(certificates, 'Install').filter((each) => each !== webCaFile);
    const preferences = part(policies, 'Preferences');
    const isOurs = JSON.stringify(preferences[preference]) === JSON.stringify(offersAlways);
    return {
      ...policies,
      Certificates: { ...certificates, Install: install },
      Preferences: Object.fromEntries(Object.entries(preferences).filter(([name]) => !isOurs || name !== preference)),
    };
  });
  return outcome.kind === 'text' && outcome.text === textOf({ policies: {} }) ? { kind: 'nothing' } : outcome;
}

function changed(text: string, change: (policies: Json) => Json): Merged {
  try {
    const file = object.parse(JSON.parse(text));
    return { kind: 'text', text: textOf({ ...file, policies: withoutEmpty(change(part(file, 'policies'))) }) };
  } catch {
    return { kind: 'unreadable', why: 'it is not the JSON that Firefox takes' };
  }
}

/** @throws ZodError if others keep something else there */
function part(of: Json, name: string): Json {
  return object.parse(of[name] ?? {});
}

function list(of: Json, name: string): readonly unknown[] {
  return z.array(z.unknown()).parse(of[name] ?? []);
}

/** What we may have left empty says nothing. */
function withoutEmpty(policies: Json): Json {
  const certificates = part(policies, 'Certificates');
  const kept = list(certificates, 'Install').length > 0 ? certificates : without(certificates, 'Install');
  const all = { ...policies, Certificates: kept };
  return ['Certificates', 'Preferences'].reduce<Json>(
    (left, name) => (Object.keys(part(left, name)).length > 0 ? left : without(left, name)),
    all,
  );
}

function without(of: Json, name: string): Json {
  return Object.fromEntries(Object.entries(of).filter(([each]) => each !== name));
}

function textOf(file: Json): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
