// Managed settings of the desktop app: what its user may not choose.

import { z } from 'zod';
import { theme } from '../shell/shell-settings.ts';
import { language } from '../words/language.ts';
import { choice, everySystem, type ManagedSetting, onOff } from './setting.ts';

const ofShell = { since: '0.1.0', systems: everySystem, concerns: 'shell', category: 'app', isSecret: false } as const;

export const appSettings = {
  MayQuit: {
    ...ofShell,
    ...onOff,
    title: 'Users may quit the app',
    explanation:
      'Decides whether users may end the app with its icon; protection goes on without it in any case. It outweighs what the management server says.',
    example: false,
    settles: { kind: 'shell-policy', key: 'mayQuit' },
  },
  Language: {
    ...ofShell,
    ...choice([
      { value: 'system', title: "The system's" },
      { value: 'en', title: 'English' },
      { value: 'de', title: 'German' },
      { value: 'fr', title: 'French' },
      { value: 'es', title: 'Spanish' },
      { value: 'ja', title: 'Japanese' },
      { value: 'zh-Hans', title: 'Chinese (simplified)' },
    ]),
    type: z.union([z.literal('system'), language]),
    title: 'Language',
    explanation: 'The language of the app.',
    example: 'en',
    settles: { kind: 'shell', key: 'language' },
  },
  Theme: {
    ...ofShell,
    ...choice([
      { value: 'system', title: "The system's" },
      { value: 'light', title: 'Light' },
      { value: 'dark', title: 'Dark' },
    ]),
    type: theme,
    title: 'Appearance',
    explanation: 'Whether the app is light or dark.',
    example: 'system',
    settles: { kind: 'shell', key: 'theme' },
  },
  StartAtLogin: {
    ...ofShell,
    ...onOff,
    title: 'Start the app with each session',
    explanation: 'Decides whether the app starts when its user signs in to the device.',
    example: true,
    settles: { kind: 'shell', key: 'startAtLogin' },
  },
  Notices: {
    ...ofShell,
    ...onOff,
    title: 'Show notifications',
    explanation: 'Decides whether the app shows notifications of the system; they stand on its own page in any case.',
    example: true,
    settles: { kind: 'shell', key: 'notices' },
  },
} as const satisfies Readonly<Record<string, ManagedSetting>>;
