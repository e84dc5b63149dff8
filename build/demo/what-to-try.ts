// Says what a user can try in another terminal while the demo is up.

import { names } from './stage/configuration.ts';
import type { Places } from './stage/places.ts';
import { sshClientFile } from './stage/services/sshd.ts';

export function whatToTry({ services, data, marker, exports, namespace }: Places): string {
  const byName =
    namespace === null
      ? ['npm run -s stile -- destinations      # the addresses; names need root']
      : [
          `curl http://${names.crm}:${services.crm.port}/`,
          `ssh -F ${sshClientFile(data.ssh)} ${names.files}`,
          `getent hosts ${names.crm} ${names.files}`,
        ];
  const lines = [
    ...exports,
    ...byName,
    'npm start         # the desktop app',
    'npm run -s stile -- status',
    'npm run -s stile -- tags',
    'npm run -s stile -- why crm',
    'npm run -s stile -- ems endpoints',
    "npm run -s stile -- ems admin create me   # prints a link: the console, in a browser (the demo's own CA is no one it knows)",
    `rm ${marker}      # posture lost: try the lines above again`,
    `touch ${marker}   # put right`,
    '',
    'Ctrl-C ends it and undoes everything.',
  ];
  return lines.join('\n');
}
