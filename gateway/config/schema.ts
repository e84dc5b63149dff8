// The shape of the gateway's configuration file, in FortiOS's vocabulary; strict, because people write it.

import { z } from 'zod';
import { hostPort, needs, port } from '../../shared/ids.ts';
import { sayBrokenReferences, sayDuplicates } from './references.ts';
import { address, cidr, listenAddress, name, names, onOff } from './values.ts';
import { webSections } from './web-schema.ts';

/** `traffic-forward-proxy`: where the gateway listens and under which addresses agents reach it. */
const trafficForwardProxy = z.strictObject({
  listen: listenAddress.default('0.0.0.0:9443'),
  /** host:port as the agents dial them; published to the EMS. */
  addresses: z.array(hostPort).min(1).max(16),
  'client-cert': z.literal('enable').default('enable'),
  'empty-cert-action': z.literal('block').default('block'),
  'log-blocked-traffic': onOff.default('enable'),
});

/** `ztna destination`: one protected TCP service. */
const ztnaDestination = z.strictObject({
  name,
  type: z.literal('on-premise').default('on-premise'),
  address,
  mappedport: port,
  protocol: z.literal('TCP').default('TCP'),
  kind: z.enum(['tcp', 'http', 'web']).default('tcp'),
  /** Ranges that this destination may resolve to although the gateway never dials them for others. */
  'allow-addresses': z.array(cidr).max(64).default([]),
  needs: needs.default([]),
});

/** `firewall policy` with its ZTNA fields: the first one that decides wins. */
const policy = z.strictObject({
  name,
  action: z.enum(['accept', 'deny']),
  status: onOff.default('enable'),
  /** `all` means TCP destinations; web proxies are named by `ztna-proxy`. One of both is needed. */
  'ztna-destination': z.union([z.literal('all'), names]).optional(),
  'ztna-proxy': z.union([z.literal('all'), names]).optional(),
  /** A policy without tags has to say so: `none`. */
  'ztna-ems-tag': z.union([z.literal('none'), names], { error: 'say which tags, as a list, or `none`' }),
  'ztna-tags-match-logic': z.enum(['or', 'and']).default('or'),
  /** A second group, one of which must hold as well. */
  'ztna-ems-tag-secondary': names.optional(),
  /** Inverts `ztna-ems-tag`. */
  'ztna-ems-tag-negate': onOff.default('disable'),
  users: z.union([z.literal('any'), z.array(z.string().min(1).max(256)).min(1)]).default('any'),
  groups: z.union([z.literal('any'), z.array(z.string().min(1).max(256)).min(1)]).default('any'),
  needs: needs.default([]),
});

export const gatewayConfig = z
  .strictObject({
    'traffic-forward-proxy': trafficForwardProxy,
    'ztna-destination': z.array(ztnaDestination).max(2_000).default([]),
    ...webSections,
    policy: z.array(policy).max(2_000).default([]),
    'endpoint-control': z
      .strictObject({
        /** Seconds after which a view without a beat of the EMS counts for nothing. */
        'out-of-sync-threshold': z.int().min(1).max(3_600).default(180),
      })
      .default({ 'out-of-sync-threshold': 180 }),
    /** What one device may take; beyond it the answer is 094. */
    limits: z
      .strictObject({
        /** Connections that carry nothing: in its stock, or before their request. */
        'idle-connections-per-device': z.int().min(1).max(100_000).default(64),
        'streams-per-device': z.int().min(1).max(100_000).default(256),
      })
      .prefault({}),
    /** Name servers as ip:port; absent: those of the machine. */
    resolver: z.strictObject({ servers: z.array(listenAddress).min(1).max(8) }).optional(),
    log: z
      .strictObject({
        /** The file the access log is appended to; absent: standard output. Opened anew at every reload. */
        'access-log': z.string().min(1).max(4_096).optional(),
      })
      .default({}),
    metrics: z.union([z.literal('disable'), listenAddress]).default('127.0.0.1:9091'),
  })
  .superRefine((config, context) => {
    sayDuplicates(config, context);
    sayBrokenReferences(config, context);
  });

export type GatewayConfig = z.infer<typeof gatewayConfig>;
export type Policy = GatewayConfig['policy'][number];
export type Destination = GatewayConfig['ztna-destination'][number];
