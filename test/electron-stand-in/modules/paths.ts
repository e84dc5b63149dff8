// Names the folders that `app.getPath` tells, as Electron finds them on Linux.

import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

type PathName = Parameters<Electron.App['getPath']>[0];

export class Paths {
  readonly #set = new Map<string, string>();
  readonly #appName: () => string;

  constructor(appName: () => string) {
    this.#appName = appName;
  }

  get(name: PathName): string {
    const found = this.#set.get(name) ?? this.#default(name);
    if (found === undefined) throw new Error(`Failed to get '${name}' path`);
    return found;
  }

  set(name: string, place: string): void {
    if (!path.isAbsolute(place)) throw new Error('Path must be absolute');
    this.#set.set(name, place);
  }

  #default(name: PathName): string | undefined {
    const home = os.homedir();
    const appData = process.env.XDG_CONFIG_HOME ?? path.join(home, '.config');
    const userData = path.join(appData, this.#appName());
    const known: Partial<Record<PathName, string>> = {
      home,
      appData,
      userData: this.#set.get('userData') ?? userData,
      sessionData: this.#set.get('userData') ?? userData,
      temp: os.tmpdir(),
      exe: path.join(import.meta.dirname, '../electron'),
      desktop: path.join(home, 'Desktop'),
      documents: path.join(home, 'Documents'),
      downloads: path.join(home, 'Downloads'),
      music: path.join(home, 'Music'),
      pictures: path.join(home, 'Pictures'),
      videos: path.join(home, 'Videos'),
      logs: path.join(this.#set.get('userData') ?? userData, 'logs'),
      crashDumps: path.join(this.#set.get('userData') ?? userData, 'Crashpad'),
    };
    return known[name];
  }
}
