// A link opens one thing: an invitation that is asked about. Whatever else the shell is started with does nothing.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { openedByArguments, openedByLink } from '../../../../electron/enrollment/deep-link.ts';
import { startOf } from '../../../../electron/start.ts';

const text = 'stile1.eyJ2IjoxfQ.Zm9v';
const link = `stile://enroll?invitation=${text}`;

/** What is found: the text of an invitation, a refusal, or nothing. */
const found = (args: readonly string[]): string => {
  const opened = openedByArguments(args);
  if (opened.kind === 'invitation') return opened.text.reveal();
  return opened.kind === 'refused' ? opened.failure.code : 'nothing';
};

const refused = 'invitation-malformed';
const rows: readonly (readonly [args: readonly string[], found: string])[] = [
  [[], 'nothing'],
  [['--hidden'], 'nothing'],
  [[link], text],
  [['--allow-file-access-from-files', '--', link], text],
  [[` ${link} `], text],
  // Everything that is a link of ours and is not that one.
  [['stile:'], refused],
  [['stile://'], refused],
  [['stile://enroll'], refused],
  [['stile://enroll?invitation='], refused],
  [['STILE://ENROLL?INVITATION=stile1.a.b'], refused],
  [['stile://enroll/?invitation=stile1.a.b'], refused],
  [['stile:enroll?invitation=stile1.a.b'], refused],
  [['stile://unenroll'], refused],
  [['stile://open?destination=crm.corp.test:22'], refused],
  [['stile://enroll@evil.test?invitation=stile1.a.b'], refused],
  [['stile://evil.test/enroll?invitation=stile1.a.b'], refused],
  [['stile://user:pass@enroll?invitation=stile1.a.b'], refused],
  [[`${link}&yes=1`], refused],
  [[`${link}#now`], refused],
  [[`${link}?invitation=${text}`], refused],
  [[`${link} --no-sandbox`], refused],
  [[`${link}\n--no-sandbox`], refused],
  [[`${link}" --renderer-cmd-prefix="x`], refused],
  [[`${link}%20--inspect`], refused],
  [[`${link};reboot`], refused],
  [[`${link}\0`], refused],
  [[`${link}\u202e`], refused],
  [[`stile://enroll?invitation=${'a'.repeat(9_000)}`], refused],
  [[`stile://enroll?invitation=<script>alert(1)</script>`], refused],
  [['stile:javascript:alert(1)'], refused],
  [['\tstile://x'], refused],
  // A page cannot choose between two: neither is taken.
  [[link, link], refused],
  [[link, 'stile://x'], refused],
  // Arguments that are no link of ours are not looked at.
  [['/etc/passwd'], 'nothing'],
  [['file:///etc/passwd'], 'nothing'],
  [['https://enroll?invitation=stile1.a.b'], 'nothing'],
  [['--url=stile://enroll?invitation=stile1.a.b'], 'nothing'],
  [['javascript:alert(1)'], 'nothing'],
  [['xstile://enroll?invitation=stile1.a.b'], 'nothing'],
  [[text], 'nothing'],
];

describe('what a start brings', () => {
  for (const [args, what] of rows) {
    test(`${JSON.stringify(args).slice(0, 90)}: ${what}`, () => assert.equal(found(args), what));
  }

  test('the code is in nothing that could be printed', () => {
    const opened = openedByArguments([link]);
    assert.ok(!`${JSON.stringify(opened)}${inspect(opened, { depth: 9 })}`.includes('eyJ2'));
    const wrong = openedByArguments([`${link}&x`]);
    assert.ok(!`${JSON.stringify(wrong)}${inspect(wrong, { depth: 9 })}`.includes('eyJ2'));
  });

  test('a text that was pasted is taken with and without the link around it', () => {
    for (const pasted of [text, link, `\n ${text}\n`]) {
      const opened = openedByLink(pasted);
      assert.equal(opened.kind === 'invitation' ? opened.text.reveal() : opened.kind, text);
    }
  });

  test('a start at login shows nothing, unless a link wants to be seen', () => {
    assert.deepEqual(
      [['--hidden'], [], ['--hidden', link], ['--hidden', 'stile://x']].map((args) => startOf(args).isHidden),
      [true, false, false, false],
    );
  });
});
