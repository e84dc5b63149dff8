import assert from 'node:assert/strict';
import test from 'node:test';
import { linkText } from '../../../../renderer/views/link.ts';
import type { LinkState } from '../../../../shared/shell/gui-state.ts';
import { words as everyLanguage } from '../../../../shared/words/words.ts';
import { at, failure } from '../../../doubles/gui-states.ts';

const words = everyLanguage.en;
const { link: texts } = words.frame;

const rows: readonly [string, Exclude<LinkState, { kind: 'connected' }>, string | null][] = [
  ['the first look for the agent', { kind: 'connecting', since: at, attempt: 1 }, null],
  ['an agent that is still not there', { kind: 'connecting', since: at, attempt: 2 }, texts.gone],
  ['an agent that said it ends', { kind: 'stopping', since: at }, texts.stopping],
  ['something else in its place', { kind: 'refused', failure }, texts.refused],
  ['an agent of another release', { kind: 'incompatible', failure }, texts.incompatible],
];
for (const [what, link, text] of rows)
  test(`${what}: ${text ?? 'nothing more is said'}`, () => {
    assert.equal(linkText(link, words), text);
  });
