// Where an organisation lays an invitation for a device on which nobody is to do anything.

import type { Platform } from '../../../native/platform.ts';
import type { PrivateFile } from '../../../native/private-file/private-file.ts';
import { installLayouts } from '../../../shared/install/layout.ts';
import type { Config } from '../../config.ts';

export interface Place {
  /** As people know it: a path, or the name of a managed setting. */
  readonly title: string;
  /** What lies there stays there when it has been used: a setting is not ours to remove. */
  readonly isKept: boolean;
  read(): Promise<PrivateFile>;
}

/** What was found, in the first place that holds anything. */
export interface Laid {
  readonly place: Place;
  readonly found: Exclude<PrivateFile, { kind: 'absent' }>;
}

export function invitationPlaces(
  { invitationFile }: Pick<Config, 'invitationFile'>,
  platform: Pick<Platform, 'name' | 'readPrivateFile'>,
  managed: string | undefined,
): readonly Place[] {
  const file = invitationFile ?? installLayouts[platform.name].invitationFile;
  const laid: Place = { title: file, isKept: false, read: () => platform.readPrivateFile(file) };
  return managed === undefined ? [laid] : [setting(managed), laid];
}

/** It stays as long as it is managed. */
function setting(text: string): Place {
  const found: PrivateFile = { kind: 'found', text, laid: 'managed', remove: () => Promise.resolve() };
  return { title: 'the managed setting Invitation', isKept: true, read: () => Promise.resolve(found) };
}

export async function firstLaid(places: readonly Place[]): Promise<Laid | null> {
  for (const place of places) {
    const found = await place.read();
    if (found.kind !== 'absent') return { place, found };
  }
  return null;
}
