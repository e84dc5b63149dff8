// Lists the tunnels that are compared.

import { direct } from './direct.ts';
import { haproxy } from './haproxy.ts';
import { nginx } from './nginx.ts';
import { ssh, sshDefault } from './ssh.ts';
import { stile } from './stile.ts';
import { stunnel } from './stunnel.ts';
import type { TunnelPlan } from './tunnel-plan.ts';

/** In the order of the tables. */
export const tunnelPlans: readonly TunnelPlan[] = [direct, stile, stunnel, haproxy, nginx, ssh, sshDefault];
