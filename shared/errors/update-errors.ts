// Errors of the agent's updates.

import type { ErrorEntry } from './catalogue.ts';

export const updateErrors = {
  'update-off': {
    message: 'this device is not updated by its agent',
    next: "Updates come by this machine's software management, or an administrator names a feed in the agent's settings (updates.feedUrl).",
    status: 409,
  },
  'update-none': {
    message: 'there is no newer release for this device',
    next: 'Run `stile update check`; it is asked for every few hours anyway.',
    status: 409,
  },
  'update-under-way': {
    message: 'release {version} is being installed',
    next: 'Wait until the agent is back; `stile update` shows how it stands.',
    status: 409,
  },
  'update-not-postponable': {
    message: 'the installation of release {version} cannot be put off that far',
    next: 'At the latest it is installed at {until}; ask for fewer hours, or install it when it suits you with `stile update install`.',
    status: 409,
  },
  'update-keys-missing': {
    message: 'the keys that releases are signed with cannot be read: {why}',
    next: 'They come with the package as {path}; install it again. Without them nothing is installed.',
  },
  'update-not-by-package': {
    message: 'this agent cannot replace itself: {why}',
    next: 'Install the new release the way this one was installed.',
  },
  'update-feed-unreachable': {
    message: 'the feed of releases at {server} could not be fetched: {why}',
    next: 'It is tried again by itself.',
    status: 503,
  },
  'update-feed-refused': {
    message: 'the feed of releases at {server} was refused: {why}',
    next: 'Nothing was installed. Tell your administrator: the server may hold an older or a foreign file.',
  },
  'update-feed-expired': {
    message: 'the feed of releases at {server} ended at {expires}',
    next: 'Nobody signed a new one, or somebody holds it back. Tell your administrator; if the clock of this device is wrong, correct it.',
  },
  'update-package-unreachable': {
    message: 'the package {name} could not be downloaded: {why}',
    next: 'It is tried again by itself.',
    status: 503,
  },
  'update-package-refused': {
    message: 'the package {name} was refused: {why}',
    next: 'Nothing was installed. Tell your administrator: what the server holds is not what was signed.',
  },
  'update-place-unsafe': {
    message: 'packages cannot be kept safely in {path}: {why}',
    next: 'The directory and all above it must belong to root, and nobody else may write there. Correct its owner and rights.',
  },
  'update-install-failed': {
    message: 'release {version} could not be installed: {why}',
    next: 'The installed release runs on. It is tried again by itself a few times, and whenever `stile update install` asks for it.',
  },
} as const satisfies Record<string, ErrorEntry>;
