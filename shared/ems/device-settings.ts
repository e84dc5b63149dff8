// Administrator ↔ EMS: the verbs about what holds for every device, which the profile tells it.

import { z } from 'zod';
import { command } from '../wire/define-contract.ts';
import { onFabric } from './on-fabric.ts';
import { shellPolicy } from './shell-policy.ts';

const nothing = z.strictObject({});
const admin = { rights: 'admin' } as const;
const read = { rights: 'read' } as const;

export const deviceSettings = {
  /** What users may do in the shell of their devices. */
  shellPolicy: command(nothing, z.strictObject({ shellPolicy }), read),
  /** Changes what is named. */
  setShellPolicy: command(shellPolicy.partial(), nothing, admin),
  /** Which networks are the organisation's own. */
  onFabric: command(nothing, z.strictObject({ onFabric }), read),
  /** Replaces it as a whole; without networks and probe no device can tell. */
  setOnFabric: command(onFabric, nothing, admin),
};
