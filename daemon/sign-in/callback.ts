// Listens on this machine for one browser to come back from a sign-in.

import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import { languageLiked } from '../../shared/page/accept.ts';
import { type CallbackEnd, callbackHeaders, callbackPage } from './callback-page.ts';
import { type Callback, callbackPath, readCallback } from './read-callback.ts';

export interface CallbackPorts {
  /** Of this sign-in. */
  readonly state: string;
  /** Whether the other end of this connection is a program of the user who signs in; asked before a byte is read. */
  readonly isTheirs: (socket: Socket, port: number) => Promise<boolean>;
  readonly log: Logger;
}

export type CameBack = Exclude<Callback, { kind: 'other' }> & {
  /** Tells the browser how it ended. */
  answer(end: CallbackEnd): void;
};

/** Disposing closes it and whatever came to it. */
export interface CallbackListener extends AsyncDisposable {
  readonly redirectUri: string;
  /** The one browser that came back as it should; never rejects, and never resolves where none does. */
  readonly cameBack: Promise<CameBack>;
}

const mostConnections = 16;
/** Whoever has not said what they want by then is not waited for. */
const patienceMs = 10_000;
/** For the answer to get to the browser. */
const lastWordMs = 1_000;

/** At a port of the kernel's choice. @throws AppError `listen-failed` */
export async function listenForCallback(ports: CallbackPorts): Promise<CallbackListener> {
  const { promise: cameBack, resolve } = Promise.withResolvers<CameBack>();
  const sockets = new Set<Socket>();
  let port = 0;
  let answering: Socket | null = null;

  const http = createHttp({ maxHeaderSize: 16 * 1024, keepAlive: false }, (request, response) => {
    const { method = '', url: target = '', headersDistinct: headers, socket } = request;
    const found = readCallback({ method, target, headers }, port, ports.state);
    if (found.kind === 'other') return write(request, response, found.status, 'elsewhere');
    // One answer: whoever else comes, or has come, finds nobody.
    if (answering !== null) return void socket.destroy();
    answering = socket;
    listener.close();
    resolve({ ...found, answer: (end) => write(request, response, end === 'signed-in' ? 200 : 400, end) });
  });
  http.on('clientError', (_error, socket) => socket.destroy());

  const listener = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    const impatient = setTimeout(() => {
      if (socket !== answering) socket.destroy();
    }, patienceMs);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(impatient);
      sockets.delete(socket);
    });
    void admit(socket, port, ports).then((isAdmitted) => {
      if (!isAdmitted || answering !== null || socket.destroyed) return resetSocket(socket);
      http.emit('connection', socket);
      socket.resume();
    });
  });
  listener.maxConnections = mostConnections;
  port = await listening(listener);

  return {
    redirectUri: `http://127.0.0.1:${port}${callbackPath}`,
    cameBack,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((done) => listener.close(() => done()));
      for (const socket of sockets) if (socket !== answering) socket.destroy();
      const last = answering;
      const impatient = setTimeout(() => last?.destroy(), lastWordMs);
      if (last !== null && !last.destroyed) await once(last, 'close');
      clearTimeout(impatient);
      await closed;
    },
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new AppError('listen-failed', { address: '127.0.0.1' }, { cause })));
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

async function admit(socket: Socket, port: number, { isTheirs, log }: CallbackPorts): Promise<boolean> {
  try {
    if (await isTheirs(socket, port)) return true;
    log.warn('reset a connection to a sign-in that is not by its user');
  } catch (error) {
    log.warn('reset a connection to a sign-in whose owner could not be asked for', { error });
  }
  return false;
}

function write(request: IncomingMessage, response: ServerResponse, status: number, end: CallbackEnd): void {
  const language = languageLiked(request.headers['accept-language']);
  response.writeHead(status, callbackHeaders(language));
  response.end(callbackPage(end, language));
}
