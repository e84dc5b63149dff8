// What is taken out of text before it leaves the machine, as a table: secrets, and who the users are; pure.

/** What a person reads of it, and what stands in its place in square brackets. */
export const redactionKinds = [
  'private key',
  'invitation',
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'user',
] as const;
export type RedactionKind = (typeof redactionKinds)[number];

export interface RedactionRule {
  readonly what: RedactionKind;
  /**
   * Global, and linear in the length of the text. Of a match the group `out` goes, what `keep` and `after` took stays; one
   * without `out` stays whole.
   */
  readonly pattern: RegExp;
  /** A second look at what would go; it stays unless this says yes. */
  readonly isMeant?: (out: string) => boolean;
}

/** How the name ends of what is nobody's business. */
const secretName =
  '(?:pass(?:word|wd|phrase|code)|pwd|secret|token|(?:api|private|secret|access)[_-]?key|credentials?)';
/** As it stands in text, in JSON, or in JSON inside of JSON. */
const quote = '\\\\*["\']?';
const equals = `${quote}\\s*[:=]\\s*`;

/** Ids, serials, fingerprints: support compares them, and they open nothing. A rule before this may still have named one a secret. */
const known =
  '(?<![A-Za-z0-9])(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32}|(?:ems|gw|dst|ses|req|inv|ep|proc)_[A-Z2-7]{26}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})(?![A-Za-z0-9])';

/** Up to the end of the line or of the string; what was taken out before begins with a bracket. */
const rest = '(?<out>[^\\s"\'\\\\\\[][^\\r\\n"\'\\\\]*)';

/** In this order: the first that takes a place has it. */
export const secretRules: readonly RedactionRule[] = [
  {
    what: 'private key',
    // One that was cut off goes as far as its letters do; line ends may be written as \n.
    pattern:
      /(?<out>-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----(?:(?:(?!-----)[\s\S])*-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|(?:[A-Za-z0-9+/=\s]|\\+[nr])*))/g,
  },
  { what: 'invitation', pattern: /(?<out>stile[0-9]{1,3}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?)/g },
  { what: 'cookie', pattern: new RegExp(`(?<keep>cookie${equals}${quote})${rest}`, 'gi') },
  { what: 'authorization', pattern: new RegExp(`(?<keep>authorization${equals}${quote})${rest}`, 'gi') },
  { what: 'authorization', pattern: /(?<keep>(?:Bearer|Basic|Negotiate)\s+)(?<out>[A-Za-z0-9+/=._~-]{8,})/g },
  { what: 'password', pattern: /(?<keep>:\/\/)(?<out>[^\s/@"'\\[]+)(?<after>@)/g },
  { what: 'secret', pattern: new RegExp(`(?<keep>${secretName}${equals}\\\\*["'])${rest}`, 'gi') },
  {
    what: 'secret',
    pattern: new RegExp(
      `(?<keep>${secretName}${equals}|--${secretName}\\s+)(?<out>[^\\s"'\\\\,;&[{}][^\\s"'\\\\,;&}]*)`,
      'gi',
    ),
  },
  { what: 'secret', pattern: /(?<keep>[?&](?:code|state|sig|signature|key|session|auth)=)(?<out>[^\s"'\\&#[]+)/gi },
  { what: 'token', pattern: /(?<out>eyJ[A-Za-z0-9_-]{8,600}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?)/g },
  // Such as cloud providers and code forges make: they say what they are by their beginning.
  {
    what: 'token',
    pattern:
      /(?<out>AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,})/g,
  },
  // Codes of invitations, tokens of administrators, links to sign in: 128 bits in base32 without the prefix of an id.
  { what: 'token', pattern: new RegExp(`${known}|(?<out>[A-Z2-7]{26,})`, 'g') },
  {
    what: 'secret',
    pattern: new RegExp(`${known}|(?<out>[A-Za-z0-9+/_-]{32,}={0,2})`, 'g'),
    isMeant: looksRandom,
  },
];

/** @param people names of users of this machine; taken out as words, but not as parts of host names */
export function personRules(people: readonly string[]): readonly RedactionRule[] {
  const homes: readonly RedactionRule[] = [
    { what: 'user', pattern: /(?<keep>\/(?:home|Users)\/)(?<out>[^\\/\s"':,;[\]]+)/g },
    { what: 'user', pattern: /(?<keep>[A-Za-z]:\\+Users\\+)(?<out>[^\\/"\r\n:*?<>|[]{1,64}(?=\\)|[^\\/\s"':,;[\]]+)/g },
  ];
  // A name of one or two letters is a word as well; root is nobody in particular.
  const named = people.filter((name) => name.length > 2 && name !== 'root');
  if (named.length === 0) return homes;
  const names = named.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}._-])(?<out>${names})(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`, 'gu');
  return [...homes, { what: 'user', pattern }];
}

/** Letters of both cases and digits in disorder. In names and paths they change seldom, and more signs stand between them. */
function looksRandom(text: string): boolean {
  const all = Array.from(text, kindOf);
  const kinds = all.filter((kind) => kind !== 'sign');
  if (kinds.length < 0.8 * all.length) return false;
  const changes = kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length / kinds.length;
  return changes > (kinds.includes('digit') ? 0.3 : 0.45);
}

function kindOf(letter: string): 'lower' | 'upper' | 'digit' | 'sign' {
  if (letter >= 'a' && letter <= 'z') return 'lower';
  if (letter >= 'A' && letter <= 'Z') return 'upper';
  return letter >= '0' && letter <= '9' ? 'digit' : 'sign';
}
