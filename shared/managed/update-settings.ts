// Managed settings of updates: where they come from, and when they are installed.

import { z } from 'zod';
import { everySystem, type ManagedSetting, onOff, text, wholeNumber } from './setting.ts';

const ofUpdates = {
  since: '0.1.0',
  systems: everySystem,
  concerns: 'daemon',
  category: 'updates',
  isSecret: false,
} as const;

export const updateSettings = {
  UpdatesEnabled: {
    ...ofUpdates,
    ...onOff,
    title: 'Update by itself',
    explanation:
      'Decides whether the agent looks for newer releases and installs them by itself. Switch it off where the management of the device distributes releases.',
    example: false,
    settles: { kind: 'config', key: 'updatesEnabled', taken: 'at-once' },
  },
  UpdateFeedUrl: {
    ...ofUpdates,
    ...text(2_000, z.url({ protocol: /^https?$/ })),
    title: 'Where releases come from',
    explanation:
      'The address of the signed list of releases, by https or http. Whoever serves it cannot make the agent install anything that the holder of the release key did not sign.',
    example: 'https://updates.example.com/stile/stile-feed.json',
    settles: { kind: 'config', key: 'updateFeedUrl', taken: 'at-once' },
  },
  UpdateRing: {
    ...ofUpdates,
    ...text(32, z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'a ring is called by small letters, digits and hyphens')),
    title: 'Ring',
    explanation:
      'Which stage of a staged release this device belongs to, by its name in the list of releases; devices that are not told belong to `stable`.',
    example: 'pilot',
    settles: { kind: 'config', key: 'updateRing', taken: 'at-once' },
  },
  UpdateInstallAfterHours: {
    ...ofUpdates,
    ...wholeNumber(0, 720),
    title: 'Install after',
    explanation: 'So many hours after a release was found it is installed without asking.',
    example: 72,
    settles: { kind: 'config', key: 'updateInstallAfterHours', taken: 'at-once' },
  },
  UpdateWindowStartHour: {
    ...ofUpdates,
    ...wholeNumber(0, 23),
    title: 'Window: from',
    explanation:
      'The hour of the day, in the local time of the device, from which on releases are installed without asking. It takes effect together with UpdateWindowEndHour; both alike mean the whole day.',
    example: 22,
    settles: { kind: 'config', key: 'updateWindowStartHour', taken: 'at-once' },
  },
  UpdateWindowEndHour: {
    ...ofUpdates,
    ...wholeNumber(0, 23),
    title: 'Window: until',
    explanation:
      'The hour of the day, in the local time of the device, until which releases are installed without asking; a window may last over midnight.',
    example: 5,
    settles: { kind: 'config', key: 'updateWindowEndHour', taken: 'at-once' },
  },
  UpdatePostponeHours: {
    ...ofUpdates,
    ...wholeNumber(0, 336),
    title: 'Users may postpone by',
    explanation: 'How many hours users may put an installation off, in all; 0: not at all.',
    example: 24,
    settles: { kind: 'config', key: 'updatePostponeHours', taken: 'at-once' },
  },
} as const satisfies Readonly<Record<string, ManagedSetting>>;
