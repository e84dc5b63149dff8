// Runs a package manager as a unit of systemd's: not stopped with the agent's service, and outside its sandbox.

import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { runTool, type ToolOutcome } from '../exec.ts';
import { tailOf } from './package-manager.ts';
import { fieldsOf, lastLine } from './parse.ts';
import type { Runs } from './runs.ts';

/** Fixed, so that systemd itself starts no second one, and the next agent finds how this one ended. */
const unit = 'stile-update.service';
const timeoutMs = 20_000;

/** As sd_booted(3) finds it out. */
export function isSystemdHere(): boolean {
  return existsSync('/run/systemd/system');
}

export function transientUnit(output: string): Runs {
  const systemctl = (...args: readonly string[]) => runTool('/usr/bin/systemctl', args, { timeoutMs });

  async function progress(): ReturnType<Runs['progress']> {
    const shown = await systemctl(
      'show',
      unit,
      '--property=ActiveState',
      '--property=Result',
      '--property=ExecMainStatus',
    );
    const fields = fieldsOf(shown.kind === 'exited' ? shown.stdout : '', '=');
    const state = fields.get('ActiveState');
    if (state === 'active' || state === 'activating' || state === 'deactivating') return { kind: 'running' };
    // A unit that ended well is forgotten at once, and then says 0 as one that never was.
    const code = fields.get('Result') === 'exit-code' ? Number(fields.get('ExecMainStatus')) : null;
    return { kind: 'ended', code, tail: tailOf(await readFile(output, 'utf8').catch(() => '')) };
  }

  return {
    async begin(tool, args, environment) {
      // One that failed keeps its name until it is told not to.
      await systemctl('reset-failed', unit);
      await rm(output, { force: true });
      const variables = { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...environment };
      const outcome = await runTool(
        '/usr/bin/systemd-run',
        [
          `--unit=${unit}`,
          '--description=Installs or removes packages of Stile',
          '--quiet',
          `--property=StandardOutput=file:${output}`,
          `--property=StandardError=file:${output}`,
          ...Object.entries(variables).map(([name, value]) => `--setenv=${name}=${value}`),
          '--',
          tool,
          ...args,
        ],
        { timeoutMs },
      );
      return outcome.kind === 'exited' && outcome.code === 0
        ? { kind: 'begun' }
        : { kind: 'failed', why: whyOf(outcome) };
    },
    progress,
  };
}

function whyOf(outcome: ToolOutcome): string {
  return outcome.kind === 'exited' ? lastLine(outcome.stderr) : `systemd-run: ${outcome.kind.replaceAll('-', ' ')}`;
}
