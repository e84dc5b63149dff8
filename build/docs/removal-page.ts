// Writes docs/removal.md from the footprint: what is on a machine, who made it, and when it is gone; pure.

import { footprints } from '../../shared/install/footprint.ts';
import type { InstallPlatform } from '../../shared/install/layout.ts';

const names: Readonly<Record<InstallPlatform, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

const head = `# What is on a machine, and how it goes away

Made by \`npm run fix\` from \`shared/install/footprint.ts\`; a test holds it against that. \`npm run demo -- --story install\` compares a whole machine before
the installation with the same machine after the removal.

"Gone after": with the end of the service (and repaired by its next start after a crash), with the removal of the product, or when it is removed for good
(\`apt purge\`; elsewhere every removal is for good). "In part": a marked section or an entry of ours among those of others, which stay to the byte.

Removing does what each user would have to do: it runs \`stile session --forget\` with that user's rights. What a locked keyring or a database with a
password holds cannot be removed by anybody else; it is named, and opens nothing once the rest is gone. On Windows nobody can act in another user's stores:
there each user's certificate stays until it ends or the EMS revokes it, unless the user runs that command first.

The EMS is not told by a removal, or only that it was asked for (\`stile uninstall\`): \`stile unenroll\` before it revokes the device's certificates at once;
without it the device falls silent and loses its tags.
`;

/** The whole page. */
export function removalPage(): string {
  const tables = Object.entries(footprints).map(([platform, traces]) => {
    const rows = traces.map(({ where, what, by, goneAfter, extent }) => {
      const whole = extent === 'whole' ? '' : ', in part';
      return `| \`${where}\` | ${what}${whole} | ${by} | ${goneAfter} |`;
    });
    const title = names[platform as InstallPlatform];
    return [`## ${title}`, '', '| where | what | made by | gone after |', '| --- | --- | --- | --- |', ...rows].join(
      '\n',
    );
  });
  return `${[head, ...tables].join('\n\n').replaceAll('\n\n\n', '\n\n')}\n`;
}
