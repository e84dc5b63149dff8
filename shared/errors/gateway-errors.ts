// Errors of the gateway program itself; refusals of access are in shared/tunnel/denial.ts.

import type { ErrorEntry } from './catalogue.ts';

export const gatewayErrors = {
  'gateway-not-joined': {
    message: 'this gateway has not joined an EMS yet',
    next: 'Run `stile-gateway join <invitation>` first.',
  },
  'gateway-pending': {
    message: 'the gateway {gateway} waits for approval; its key fingerprint is {fingerprint}',
    next: 'An administrator runs: stile ems gateways approve {gateway} --names <dns-name> --sites <site>.',
  },
} as const satisfies Record<string, ErrorEntry>;
