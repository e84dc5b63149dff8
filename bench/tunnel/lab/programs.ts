// Starts the programs of tunnels at their side of the network, and waits until they listen.

import path from 'node:path';
import { inside } from '../../../build/demo/stage/namespace.ts';
import type { KnownProcess } from '../../../build/demo/stage/processes.ts';
import { type ProgramPlan, type ProgramWorld, runProgram, startProgram } from '../../../build/demo/stage/program.ts';
import type { Running, Serving, Site } from '../peers/tunnel-plan.ts';
import { listensIn } from './listening.ts';
import type { Network, Side } from './network.ts';

/** How a tunnel starts its programs, each at its side. @param onDeath one ended though nobody asked it to */
export function programStarter(
  network: Network,
  world: ProgramWorld,
  onDeath: (error: Error) => void,
): Pick<Site, 'serve' | 'run'> {
  const planOf = (side: Side, { name, argv, env, input }: Running): ProgramPlan => ({
    name,
    argv: inside(network.names[side], argv),
    logFile: path.join(world.workspace, `${name}.log`),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? {} : { input }),
  });
  return {
    async serve(side: Side, serving: Serving) {
      let pid = 0;
      const started = (known: KnownProcess) => {
        pid = known.pid;
      };
      const isReady = async () => listensIn(pid, serving.ports ?? []) && ((await serving.isReady?.()) ?? true);
      await startProgram({ ...planOf(side, serving), isReady, onDeath }, { ...world, started });
      return pid;
    },
    run: (side, running) => runProgram(planOf(side, running), world),
  };
}
