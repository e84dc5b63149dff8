// Posts a watch over what is put on this machine: a journal for the next start, and a guardian for a crash.

import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { type Guardian, postGuardian } from './guardian.ts';
import { beginJournal, type Journal, journalPlace } from './journal.ts';
import type { Places } from './places.ts';
import { knownProcess } from './processes.ts';

/** What there may be to undo, besides the processes that the journal will be told of. */
export type WatchedPlaces = Pick<Places, 'workspace' | 'namespace' | 'hostsFile' | 'sockets'> & {
  readonly data: Pick<Places['data'], 'agent'>;
};

/** From here on somebody else knows what there is to undo. */
export async function postWatch(
  places: WatchedPlaces,
): Promise<{ readonly journal: Journal; readonly guardian: Guardian }> {
  const folders = Object.values(places.sockets).map((socket) => path.dirname(socket));
  const journal = beginJournal(journalPlace(), {
    version: 1,
    demo: await knownProcess('demo', process.pid),
    guardian: null,
    processes: [],
    workspace: places.workspace,
    namespace: places.namespace,
    hostsFile: places.hostsFile,
    agentData: places.data.agent,
    sockets: Object.values(places.sockets),
    newFolders: [...folders, '/run/sshd'].filter((folder) => !existsSync(folder)),
  });
  const guardian = postGuardian(journal.file, places.workspace);
  const known = await knownProcess('guardian', guardian.pid);
  journal.note((entries) => {
    entries.guardian = known;
  });
  return { journal, guardian };
}
