// One TLS connection from its handshake to its end: who it shows to be, and how it is ended at once.

import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import type { TlsMode } from '../web/sites.ts';

/** The certificate a client showed; nothing is judged yet. */
export interface ShownCertificate {
  readonly x509: X509Certificate;
  /** SHA-256 of its DER, 64 lower-case hex digits: the key of the EMS's record. */
  readonly sha256: string;
  /** As people compare it: 40 upper-case hex digits. */
  readonly serial: string;
}

export interface Source {
  readonly address: string;
  readonly port: number;
}

/** What a connection was opened to: the gateway's own wires, or the web proxies of a listener in one mode of TLS. */
export type Face =
  | { readonly kind: 'tunnel' }
  | { readonly kind: 'web'; readonly listen: string | null; readonly mode: TlsMode };

export class ClientConnection {
  readonly tls: TLSSocket;
  readonly source: Source;
  readonly face: Face;
  #certificate: ShownCertificate | null;
  readonly #raw: Socket;

  constructor(
    raw: Socket,
    tls: TLSSocket,
    source: Source,
    certificate: ShownCertificate | null,
    face: Face = { kind: 'tunnel' },
  ) {
    this.#raw = raw;
    this.tls = tls;
    this.source = source;
    this.#certificate = certificate;
    this.face = face;
  }

  /** The one shown in the handshake, or the one after it: see `goOnAs`. */
  get certificate(): ShownCertificate | null {
    return this.#certificate;
  }

  /** Its device has renewed, and proved the new certificate on another connection: this one is judged by it from now on. */
  goOnAs(certificate: ShownCertificate): void {
    this.#certificate = certificate;
  }

  /**
   * Ends the connection with a TCP reset, dropping what is buffered. Destroying the TLS socket instead would deliver what
   * the kernel holds and then look like a clean end: a download that was cut would look complete.
   */
  reset(): void {
    resetSocket(this.#raw, this.tls);
    this.tls.destroy();
  }

  get ended(): boolean {
    return this.#raw.destroyed || this.tls.destroyed;
  }
}
