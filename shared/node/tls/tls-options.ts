// Chooses TLS versions, algorithms and options for every server and client: the only place that does.

import { constants, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  getCACertificates,
  type PeerCertificate,
  type SecureContextOptions,
  type TlsOptions,
} from 'node:tls';
import type { GatewayId } from '../../ids.ts';
import { type LeafContent, readLeaf } from '../x509/presented-certificate.ts';

/**
 * What signatures are taken, of handshakes and in chains. PKCS#1 v1.5 stands only for CAs of other makers: TLS 1.3 never
 * uses it in a handshake (RFC 8446 §4.2.3).
 */
const signatureAlgorithms = [
  'ecdsa_secp256r1_sha256',
  'ecdsa_secp384r1_sha384',
  'rsa_pss_rsae_sha256',
  'rsa_pss_rsae_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha256',
  'rsa_pkcs1_sha384',
  'rsa_pkcs1_sha512',
].join(':');

/** The fastest first: both ends have hardware for AES, and 128 bits are enough (RFC 8446 §9.1 has every peer know it). */
const ciphers = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'].join(':');

const common = {
  minVersion: 'TLSv1.3',
  ciphers,
  sigalgs: signatureAlgorithms,
  // A resumed session keeps the certificate it began with, past its end.
  secureOptions: constants.SSL_OP_NO_TICKET,
  ALPNProtocols: ['http/1.1'],
} as const;

const handshakeTimeoutMs = 10_000;

/**
 * To a server of others, which is as new as it is: TLS 1.2 with what Node takes.
 * @param ca PEM; null: the CAs of this machine and those that Node brings
 */
export function foreignTlsOptions(ca: string | null): Pick<SecureContextOptions, 'minVersion' | 'secureOptions'> & {
  readonly rejectUnauthorized: true;
  readonly ca: string | string[];
} {
  return {
    minVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
    rejectUnauthorized: true,
    ca: ca ?? [...new Set([...getCACertificates('system'), ...getCACertificates('default')])],
  };
}

/**
 * A server's options. With `requestClientCertificate` every client is asked and none is refused in the handshake:
 * refusing is the judge's part, in HTTP, where it can say why. Never read `socket.authorized`.
 */
export function serverTlsOptions(options: {
  /** PEM; the certificate may be followed by its chain. */
  readonly key: string;
  readonly cert: string;
  readonly requestClientCertificate: boolean;
  /** CAs (PEM) whose names browsers are told, so that they offer the certificate meant for here. Decides nothing. */
  readonly clientCaHints?: readonly string[];
}): TlsOptions {
  return {
    ...common,
    ALPNProtocols: [...common.ALPNProtocols],
    key: options.key,
    cert: options.cert,
    requestCert: options.requestClientCertificate,
    rejectUnauthorized: false,
    honorCipherOrder: true,
    handshakeTimeout: handshakeTimeoutMs,
    ...(options.clientCaHints === undefined ? {} : { ca: [...options.clientCaHints] }),
  };
}

/** Of TLS 1.2 only what has forward secrecy and authenticates what it encrypts (RFC 9325 section 4.2). */
const webCiphers = [
  ciphers,
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** A server's options for browsers and for programs of others, which may know nothing newer than TLS 1.2. */
export function webServerTlsOptions(options: {
  readonly key: string;
  readonly cert: string;
  readonly asks: boolean;
  readonly clientCaHints: readonly string[];
}): TlsOptions {
  const { key, cert, asks, clientCaHints } = options;
  return {
    ...serverTlsOptions({ key, cert, requestClientCertificate: asks, clientCaHints }),
    minVersion: 'TLSv1.2',
    ciphers: webCiphers,
    secureOptions: common.secureOptions | constants.SSL_OP_NO_RENEGOTIATION,
  };
}

/** A client's options without an address. */
export type ClientTlsOptions = Omit<ConnectionOptions, 'host' | 'port' | 'path' | 'socket'>;

/** Whom a client trusts and what it shows. All PEM. */
export interface ClientTls {
  /** The only anchors; system roots never apply. */
  readonly ca: string | readonly string[];
  readonly cert?: string;
  readonly key?: string;
  /** The name the server's certificate must hold, if it is not the host of the address. */
  readonly servername?: string;
  /** Who the server must be besides its DNS name; one CA signs the EMS's servers and the gateways. */
  readonly identity?: ServerIdentity;
}

/** An EMS's server has no name of ours, so that no gateway passes for it; a gateway has its own, and no other's. */
export type ServerIdentity = { readonly kind: 'ems' } | { readonly kind: 'gateway'; readonly gatewayId: GatewayId };

/**
 * A client's options, for `tls.connect`, `https`, `ws` and undici's `connect` alike.
 * @throws TypeError without an anchor: then Node would take the system's
 */
export function clientTlsOptions(client: ClientTls): ClientTlsOptions {
  const ca = (typeof client.ca === 'string' ? [client.ca] : [...client.ca]).filter((pem) => pem.trim() !== '');
  if (ca.length === 0) throw new TypeError('a client needs the CA it trusts');
  const { identity } = client;
  return {
    ...common,
    ALPNProtocols: [...common.ALPNProtocols],
    ca,
    rejectUnauthorized: true,
    ...(client.cert === undefined ? {} : { cert: client.cert }),
    ...(client.key === undefined ? {} : { key: client.key }),
    ...(client.servername === undefined ? {} : { servername: client.servername }),
    ...(identity === undefined ? {} : { checkServerIdentity: (host, peer) => checkIdentity(host, peer, identity) }),
  };
}

/**
 * Options of enrolment's first connection, which believes nobody. It may fetch what is then compared with a pin, and
 * must never carry a secret.
 */
export function unverifiedTlsOptions(): ClientTlsOptions {
  return { ...common, ALPNProtocols: [...common.ALPNProtocols], rejectUnauthorized: false };
}

/** Options for asking a server of others which key it holds; believes nobody, and shows nothing. */
export function probeTlsOptions(host: string): ClientTlsOptions {
  const { ALPNProtocols: _, ...plain } = unverifiedTlsOptions();
  return { ...plain, minVersion: 'TLSv1.2', ciphers: webCiphers, ...(isIP(host) === 0 ? { servername: host } : {}) };
}

/** The DNS name as always, then the name of ours in the leaf, whose chain has been verified by now. */
function checkIdentity(host: string, peer: PeerCertificate, identity: ServerIdentity): Error | undefined {
  const wrongHost = checkServerIdentity(host, peer);
  if (wrongHost !== undefined) return wrongHost;
  const leaf = leafOf(peer);
  if (leaf === undefined) return new Error(`the certificate of the server at ${host} cannot be read`);
  if (identity.kind === 'ems')
    return leaf.namesOfOurs === 0 ? undefined : new Error(`the server at ${host} is not the EMS`);
  return leaf.name?.kind === 'gateway' && leaf.name.gatewayId === identity.gatewayId
    ? undefined
    : new Error(`the server at ${host} is not the gateway ${identity.gatewayId}`);
}

/** Those shown lately, by SHA-256. Reading one costs more than the rest of a handshake, and a gateway shows the same to every dial. */
const leaves = new Map<string, LeafContent | undefined>();
const mostLeaves = 64;

function leafOf(peer: PeerCertificate): LeafContent | undefined {
  const { fingerprint256 } = peer;
  if (leaves.has(fingerprint256)) return leaves.get(fingerprint256);
  if (leaves.size >= mostLeaves) leaves.clear();
  const leaf = readLeaf(new X509Certificate(peer.raw));
  leaves.set(fingerprint256, leaf);
  return leaf;
}
