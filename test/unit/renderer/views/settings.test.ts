// Settings: every language in its own name, and an honest word about what the window runs in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutLines, languageChoices, lockedSettings, organisationOf } from '../../../../renderer/views/settings.ts';
import { language } from '../../../../shared/words/language.ts';
import { words } from '../../../../shared/words/words.ts';
import { connectedWith, guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';

test('every language can be chosen, and the system’s', () => {
  const choices = languageChoices(words.en);
  assert.deepEqual(
    choices.map(({ value }) => value),
    ['system', ...language.options],
  );
  assert.equal(new Set(choices.map(({ label }) => label)).size, choices.length);
});

test('a stand-in is called one', () => {
  const texts = aboutLines(guiWith(), words.en).map(({ text }) => text);
  assert.ok(
    texts.some((text) => /^A stand-in for Electron 45/.test(text)),
    texts.join('\n'),
  );
});

test('Electron is told by its version, and an agent that is not there as not there', () => {
  const { about } = guiWith();
  const gui = guiWith(linkOfStanding.connecting, {
    about: { ...about, runtime: 'electron', electron: '45.4.1\u202E' },
  });
  const texts = aboutLines(gui, words.en).map(({ text }) => text);
  assert.ok(texts.includes('Electron 45.4.1\uFFFD'), texts.join('\n'));
  assert.ok(texts.includes(words.en.settings.version.noAgent));
});

test('only a device that belongs somewhere can leave', () => {
  assert.equal(organisationOf(guiWith()), 'ems.corp.test:8013');
  assert.equal(organisationOf(guiWith(linkOfStanding['not-enrolled'])), null);
  assert.equal(organisationOf(guiWith(linkOfStanding.blocked)), null);
});

test('what the organisation manages is locked, and nothing else is', () => {
  const nothing = { language: false, theme: false, startAtLogin: false, notices: false };
  const managed = { settings: [], source: 'a profile', shellPolicy: {}, shell: { theme: 'dark', notices: false } };
  assert.deepEqual(lockedSettings(guiWith(connectedWith({ managed }))), { ...nothing, theme: true, notices: true });
  assert.deepEqual(lockedSettings(guiWith()), nothing);
  assert.deepEqual(lockedSettings(guiWith(linkOfStanding.connecting)), nothing);
});
