// What the device observed of itself, in words; pure.

import { assertNever } from '../../shared/assert-never.ts';
import type { Fact, FactValue, UnknownReason } from '../../shared/posture/fact.ts';
import { type FactName, readFactName } from '../../shared/posture/fact-name.ts';
import { shownText } from '../../shared/shell/shown-text.ts';
import { listOf } from '../../shared/words/format.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Words } from '../../shared/words/words.ts';

/** Paths and names of programs may be long; the end of them tells little. */
const longestName = 200;

/** `Firewall`, `File /etc/managed`, `Program clamd`. */
export function factTitle(name: FactName, { facts }: Words): string {
  const named = readFactName(name);
  switch (named.kind) {
    case 'file':
      return facts.file(shownText(named.path, longestName));
    case 'running-process':
      return facts.program(shownText(named.name, longestName));
    case 'unsupported':
      return facts.other(shownText(name, longestName));
    default:
      return facts.names[named.kind];
  }
}

/** What was seen, or why nothing was. */
export function factText(fact: Fact, words: Words, language: Language): string {
  return fact.unknown === true ? unknownText(fact.reason, words) : valueText(fact.value, words, language);
}

export function unknownText(reason: UnknownReason, { facts }: Words): string {
  return facts.unknown[reason];
}

function valueText(value: FactValue, { facts }: Words, language: Language): string {
  switch (value.kind) {
    case 'os-version':
      return shownText(`${value.name} ${value.version}`);
    case 'file':
      return value.exists ? facts.fileThere : facts.fileMissing;
    case 'running-process':
      if (!value.running) return facts.programDoesNotRun;
      return value.by === 'own-name' ? facts.programSaysSo : facts.programRuns;
    case 'ip-addresses':
      return value.addresses.length === 0 ? facts.noAddresses : listOf(language, value.addresses);
    case 'firewall':
      return firewallText(value, facts);
    case 'disk-encryption':
      if (value.encrypted) return facts.encrypted;
      return value.plain.length === 0
        ? facts.plainSomewhere
        : facts.plain(
            listOf(
              language,
              value.plain.map((each) => shownText(each, longestName)),
            ),
          );
    case 'machine-key':
      return facts.machineKey[value.level];
    case 'user-identity':
      return value.verified.length === 0
        ? facts.nobodyVerified
        : listOf(
            language,
            value.verified.map((each) => shownText(each, longestName)),
          );
    default:
      return assertNever(value);
  }
}

function firewallText({ ipv4, ipv6 }: Extract<FactValue, { kind: 'firewall' }>, { firewall }: Words['facts']): string {
  const open = [...(ipv4 === 'open' ? ['IPv4'] : []), ...(ipv6 === 'open' ? ['IPv6'] : [])];
  const kinds = ipv6 === 'absent' ? 1 : 2;
  if (open.length === 0) return firewall.closed;
  return open.length === kinds ? firewall.open : firewall.openFor(open.join(', '));
}
