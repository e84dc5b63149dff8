// No tunnel at all: what the network itself gives.

import { services } from '../lab/services.ts';
import type { TunnelPlan } from './tunnel-plan.ts';

export const direct: TunnelPlan = {
  name: 'direct',
  title: 'direct, no tunnel',
  start: async ({ network }) => ({
    entrance: (service) => ({ address: network.addresses.server, port: services[service] }),
    ends: { client: [], server: [] },
  }),
};
