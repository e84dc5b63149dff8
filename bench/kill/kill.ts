// Measures how long a session outlives the right to it: from a change at the EMS or on the device until its socket ends.

import { enrolledDevice } from '../../build/demo/stories/path/enrolled-device.ts';
import { servicesOf } from '../../build/demo/stories/path/services.ts';
import type { Bench, BenchReport, BenchWorld } from '../bench.ts';
import { type BenchStage, onStage } from '../stage.ts';
import { type Measured, reportOf } from './report.ts';
import { makeRunner } from './run.ts';
import { waysOf } from './ways.ts';

export const kill: Bench = {
  name: 'kill',
  sentence: 'from the loss of a tag, or of what earns it, to the end of a session with bytes in it',
  packages: [],
  run: (world) => onStage({ signal: world.signal, say: world.progress }, (opened) => measure(world, opened)),
};

async function measure(
  { size, only, progress }: BenchWorld,
  { stage, tell, outcome }: BenchStage,
): Promise<BenchReport> {
  const rounds = size === 'full' ? 100 : 2;
  const story = { stage, tell, outcome, sinceStart: () => performance.now() };
  await using agent = await enrolledDevice(story);
  const { crm, files } = await servicesOf(agent);
  outcome.destinations = [crm, files];
  const runOnce = makeRunner(stage, agent, crm);
  const measured: Measured[] = [];
  for (const way of (await waysOf(stage)).filter(({ id }) => only.length === 0 || only.includes(id))) {
    progress(`${rounds} times: ${way.title}`);
    await runOnce(way);
    const runs = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await runOnce(way));
    measured.push({ way, runs });
  }
  return reportOf(measured);
}
