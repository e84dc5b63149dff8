// The shape of the HTTPS access proxy in the gateway's configuration file: certificates, virtual hosts, web proxies.

import { z } from 'zod';
import { port } from '../../shared/ids.ts';
import { whyNoRegex } from '../web/match/pattern.ts';
import { address, cidr, ipAddress, listenAddress, name, onOff } from './values.ts';

const filePath = z.string().min(1).max(4_096);
const dnsName = z.string().regex(/^[A-Za-z0-9.-]{1,253}$/, 'not a host name');

const clientCert = onOff;
const emptyCertAction = z.enum(['block', 'accept', 'accept-unmanageable']);

/** `vpn certificate local`: a server certificate and its key as files, PEM; read again when they change. */
const localCertificate = z.strictObject({
  name: name.refine((text) => text !== 'ems', 'the name ems stands for certificates that the EMS issues'),
  /** The certificate, followed by its chain. */
  certificate: filePath,
  'private-key': filePath,
});

/** `access-proxy-virtual-host`: which requests are meant by their host, and what is asked of who makes them. */
const virtualHost = z
  .strictObject({
    name,
    host: z.string().regex(/^[A-Za-z0-9._*?-]{1,253}$/, 'not a host name, part of one, or one with * and ?'),
    'host-type': z.enum(['sub-string', 'wildcard', 'exact']).default('sub-string'),
    /** A pair of `certificate-local`, or `ems`: the EMS's web CA signs it, and it is renewed by itself. */
    'ssl-certificate': z.union([z.literal('ems'), name]),
    // These three win over those of the web proxy.
    'client-cert': clientCert.optional(),
    'empty-cert-action': emptyCertAction.optional(),
    'user-agent-detect': onOff.optional(),
    /** Tells the EMS of it as a destination of kind `web`; needs a host of type `exact`. */
    publish: onOff.default('disable'),
  })
  .superRefine((entry, context) => {
    const message = 'only a host of type exact can be published';
    if (entry.publish === 'enable' && entry['host-type'] !== 'exact')
      context.addIssue({ code: 'custom', message, path: ['publish'] });
    if (entry['host-type'] === 'exact' && !dnsName.safeParse(entry.host).success)
      context.addIssue({ code: 'custom', message: 'an exact host has no * and no ?', path: ['host'] });
  });

/** `realservers`: one server behind an API gateway. */
const realServer = z
  .strictObject({
    'addr-type': z.enum(['ip', 'fqdn']).default('ip'),
    ip: ipAddress.optional(),
    address: address.optional(),
    port,
    status: z.enum(['active', 'standby', 'disable']).default('active'),
    weight: z.int().min(1).max(255).default(1),
    'health-check': onOff.default('disable'),
    'health-check-proto': z.enum(['ping', 'http', 'tcp-connect']).default('tcp-connect'),
    /** 30 s before a server that recovered is used again. */
    'holddown-interval': onOff.default('enable'),
    /** The host that the server is asked for; absent: the one of the request, or the server's own with `translate-host`. */
    'http-host': dnsName.optional(),
    /** Rewrites the host between virtual and real: in requests, in redirects back, in the domains of cookies. */
    'translate-host': onOff.default('enable'),
    'verify-cert': onOff.default('enable'),
    /** CAs (PEM) that may have signed the server's certificate; absent: those of the system. */
    'ca-file': filePath.optional(),
    'allow-addresses': z.array(cidr).max(64).default([]),
  })
  .superRefine((server, context) => {
    const wanted = server['addr-type'] === 'ip' ? 'ip' : 'address';
    const other = wanted === 'ip' ? 'address' : 'ip';
    if (server[wanted] === undefined) context.addIssue({ code: 'custom', message: `${wanted} is needed`, path: [] });
    if (server[other] !== undefined)
      context.addIssue({ code: 'custom', message: `${other} does not go with this addr-type`, path: [other] });
  });

/** `api-gateway`: paths of a virtual host, and the servers behind them. */
const apiGateway = z
  .strictObject({
    id: z.int().min(1).max(4_294_967_295),
    'url-map': z.string().min(1).max(1_024).default('/'),
    'url-map-type': z.enum(['sub-string', 'wildcard', 'regex']).default('sub-string'),
    /** Absent: any host. */
    'virtual-host': name.optional(),
    service: z.enum(['http', 'https']).default('https'),
    'ldb-method': z
      .enum(['static', 'round-robin', 'weighted', 'least-session', 'least-rtt', 'first-alive', 'http-host'])
      .default('static'),
    persistence: z.enum(['none', 'http-cookie']).default('none'),
    'http-cookie-domain': dnsName.optional(),
    'http-cookie-path': z
      .string()
      .regex(/^\/[!-:<-~]{0,255}$/, 'not a path')
      .optional(),
    /** Minutes; 0: until the browser is closed. */
    'http-cookie-age': z.int().min(0).max(525_600).default(60),
    /** Cookies of another generation count no longer. */
    'http-cookie-generation': z.int().min(0).max(4_294_967_295).default(0),
    /** `same-ip`: a cookie counts at all API gateways of the proxy that have the same servers; `disable`: at its own alone. */
    'http-cookie-share': z.enum(['disable', 'same-ip']).default('same-ip'),
    /** Adds `Secure` to the cookie. */
    'https-cookie-secure': onOff.default('enable'),
    realservers: z.array(realServer).min(1).max(256),
  })
  .superRefine((gateway, context) => {
    const why = gateway['url-map-type'] === 'regex' ? whyNoRegex(gateway['url-map']) : null;
    if (why !== null) context.addIssue({ code: 'custom', message: why, path: ['url-map'] });
  });

/** `ztna web-proxy`: one HTTPS access proxy. */
const webProxy = z.strictObject({
  name,
  /** Absent: the listener of the traffic-forward-proxy; the name that a client asks for tells them apart. */
  listen: listenAddress.optional(),
  /** What clients see that ask for no virtual host of this proxy; absent: the gateway's own certificate. */
  'ssl-certificate': z.union([z.literal('ems'), name]).optional(),
  'client-cert': clientCert.default('enable'),
  'empty-cert-action': emptyCertAction.default('block'),
  'user-agent-detect': onOff.default('enable'),
  'log-blocked-traffic': onOff.default('enable'),
  'http-supported-max-version': z.enum(['http1', 'http2']).default('http2'),
  'h2-support': onOff.default('enable'),
  /** What servers are told of the device beyond who it is. */
  relay: z
    .array(z.enum(['tags']))
    .max(1)
    .default([]),
  'api-gateway': z.array(apiGateway).min(1).max(1_000),
});

export const webSections = {
  'certificate-local': z.array(localCertificate).max(1_000).default([]),
  'access-proxy-virtual-host': z.array(virtualHost).max(1_000).default([]),
  'web-proxy': z.array(webProxy).max(100).default([]),
};

export type LocalCertificate = z.infer<typeof localCertificate>;
export type VirtualHost = z.infer<typeof virtualHost>;
export type RealServer = z.infer<typeof realServer>;
export type ApiGateway = z.infer<typeof apiGateway>;
export type WebProxy = z.infer<typeof webProxy>;
