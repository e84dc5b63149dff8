// Takes secrets out of text and data, and users' names where they are none of the reader's business; counts what it took; pure.

import { personRules, type RedactionKind, type RedactionRule, secretRules } from './rules.ts';

export interface Redaction {
  readonly what: RedactionKind;
  readonly count: number;
}

/** Counts over all that it is given: one for each file. */
export class Redactor {
  readonly #people: readonly RedactionRule[] | null;
  readonly #counts = new Map<RedactionKind, number>();

  /** @param people names of this machine's users, to be taken out too; null where the reader may know them */
  constructor(people: readonly string[] | null) {
    this.#people = people === null ? null : personRules(people);
  }

  get redactions(): Redaction[] {
    return [...this.#counts].map(([what, count]) => ({ what, count }));
  }

  text(text: string): string {
    return this.#apply(text, [...secretRules, ...(this.#people ?? [])]);
  }

  /** A line of the log. Of one that is JSON the values are looked at: inside a string a quote means what it means. */
  line(line: string): string {
    if (!line.startsWith('{')) return this.text(line);
    try {
      return JSON.stringify(this.data(JSON.parse(line)));
    } catch {
      return this.text(line);
    }
  }

  /** Plain data: every text, every name of a field, and whatever stands under a name that says it is secret. */
  data(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((each) => this.data(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [this.#apply(name, secretRules), this.#field(name, each)]),
    );
  }

  #field(name: string, value: unknown): unknown {
    const what = this.#people !== null && userFields.has(name) ? 'user' : secretField(name);
    const isTold = value === null || value === '' || value === 'root' || typeof value === 'boolean';
    if (what === null || isTold || isPlaceholder(value)) return this.data(value);
    return this.#taken(what);
  }

  #apply(text: string, rules: readonly RedactionRule[]): string {
    return rules.reduce(
      (left, { pattern, what, isMeant }) =>
        left.replace(pattern, (...match: unknown[]) => {
          const { out, keep = '', after = '' } = match.at(-1) as Readonly<Record<string, string | undefined>>;
          if (out === undefined || isMeant?.(out) === false) return String(match[0]);
          return keep + this.#taken(what) + after;
        }),
      text,
    );
  }

  #taken(what: RedactionKind): string {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
    return `[${what}]`;
  }
}

/** Where the daemon tells of users, it tells their uid as well: that is enough to keep them apart. */
const userFields: ReadonlySet<string> = new Set(['osUser', 'enrolledBy']);

/** By how the name of a field ends, without its signs. */
const secretFields: readonly (readonly [RegExp, RedactionKind])[] = [
  [/(?:password|passwd|passphrase|passcode|pwd)$/, 'password'],
  [/cookies?$/, 'cookie'],
  [/authorization$/, 'authorization'],
  [/invitation$/, 'invitation'],
  [/(?:privatekey|secretkey)$/, 'private key'],
  [/(?:token|apikey|accesskey)$/, 'token'],
  [/(?:secret|credentials?)$/, 'secret'],
];

function secretField(name: string): RedactionKind | null {
  const plain = name.toLowerCase().replace(/[_\-\s]/g, '');
  return secretFields.find(([ending]) => ending.test(plain))?.[1] ?? null;
}

/** Such as [secret], which the log writes by itself. */
function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && /^\[[a-z ]+\]$/.test(value);
}
