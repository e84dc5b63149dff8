// The command that writes what support needs into one file: diagnostics.

import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { withAgent } from '../connect.ts';
import { type Answer, type Context, runs } from '../context.ts';
import { bundleOf, diagnosticsView } from '../views/diagnostics-view.ts';

const diagnosticsHelp = `
The file holds how this device stands, what doctor finds, versions, and for administrators the latest log lines. The agent takes
out invitations, tokens, cookies, passwords, private keys and the names of users; serials, ids and host names stay. Only you can
read it, until you send it on.`;

export function diagnosticsCommand(program: Command, context: Context): void {
  runs(
    program
      .command('diagnostics')
      .argument('<file>', 'the file to write; it must not exist yet')
      .description('Write state, findings and latest log lines into one file for support. Secrets are taken out.')
      .addHelpText('after', diagnosticsHelp),
    context,
    (_options, file: string) => write(context, file),
  );
}

async function write({ terminal }: Context, file: string): Promise<Answer> {
  const diagnostics = await withAgent(terminal, (agent) => agent.call('diagnostics', {}));
  await writeFile(file, `${JSON.stringify(bundleOf(diagnostics), null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  const files = diagnostics.files.map(({ name, redactions }) => ({ name, redactions }));
  return { result: { file, files, leftOut: diagnostics.leftOut }, lines: diagnosticsView(file, diagnostics) };
}
