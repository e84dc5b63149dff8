// One connection on the server's side: hello first, then requests in and answers and events out, within limits.

import type { Socket } from 'node:net';
import { AppError } from '../../errors/app-error.ts';
import { errorOnWire } from '../../errors/told-error.ts';
import type { Logger } from '../../log.ts';
import { type ClientMessage, clientMessage, type Request, type ServerMessage } from '../../wire/envelope.ts';
import { encodeFrame, FrameDecoder, type FrameFault, largestAnswer } from '../../wire/frame.ts';
import type { KnownCaller } from './caller.ts';
import type { Dispatch } from './dispatch.ts';
import { faultText } from './fault-text.ts';
import type { Limits } from './limits.ts';

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly caller: KnownCaller;
  readonly hello: { readonly contract: string; readonly version: number; readonly product: string };
  readonly path: string;
  readonly dispatch: Dispatch;
  /** Called once both ends have said hello. */
  readonly onReady: () => void;
  readonly limits: Limits;
  readonly log: Logger;
}

/** A connection that lives until its socket closes. */
export interface Connection {
  /** Queues a frame; a reader too slow for the bounded queue loses the connection. */
  send(frame: Uint8Array): void;
  /** Says why and closes. */
  refuse(error: AppError): void;
  /** Resolves when the socket is closed and every handler it started has settled. */
  readonly ended: Promise<void>;
}

export function openConnection(options: ConnectionOptions): Connection {
  const { socket, caller, hello, limits, log } = options;
  const gone = new AbortController();
  const decoder = new FrameDecoder(limits.requestBytes);
  const running = new Set<Promise<void>>();
  let greeted = false;

  const greeting = setTimeout(
    () => refuse(new AppError('socket-protocol', { path: options.path, why: 'no hello came' })),
    limits.helloMs,
  );

  function send(frame: Uint8Array): void {
    if (socket.destroyed || !socket.writable) return;
    if (socket.writableLength + frame.length > limits.queuedBytes) {
      log.warn('a slow reader was cut off', { uid: caller.uid, pid: caller.pid });
      socket.destroy();
      return;
    }
    socket.write(frame);
  }

  function say(message: ServerMessage): void {
    send(encodeFrame(message));
  }

  function refuse(error: AppError): void {
    if (socket.destroyed) return;
    socket.pause();
    say({ type: 'refused', error: errorOnWire(error) });
    socket.destroySoon();
  }

  function read(chunk: Uint8Array): void {
    const { values, fault } = decoder.read(chunk);
    for (const value of values) {
      if (!socket.writable) return;
      take(value);
    }
    if (fault !== null) refuse(new AppError('socket-protocol', { path: options.path, why: sentenceOf(fault) }));
  }

  function take(value: unknown): void {
    const message = clientMessage.safeParse(value);
    if (!message.success) refuse(protocolFault(options.path, faultText(message.error)));
    else if (message.data.type === 'request' && greeted) start(message.data);
    else greet(message.data);
  }

  function greet(message: ClientMessage): void {
    if (message.type !== 'hello' || greeted) {
      refuse(protocolFault(options.path, 'hello comes first, and once'));
    } else if (message.contract !== hello.contract || message.version !== hello.version) {
      refuse(new AppError('socket-version', { path: options.path, why: `this is ${hello.contract} ${hello.version}` }));
    } else {
      clearTimeout(greeting);
      greeted = true;
      options.onReady();
    }
  }

  function start(request: Request): void {
    if (running.size >= limits.commandsAtOnce) {
      fail(request, 'too many commands at once');
      return;
    }
    const task = answer(request).finally(() => running.delete(task));
    running.add(task);
  }

  async function answer(request: Request): Promise<void> {
    const response = await options.dispatch(request, caller, gone.signal);
    try {
      const frame = encodeFrame(response);
      if (frame.length <= largestAnswer) return send(frame);
      fail(request, 'the answer is too long');
    } catch (error) {
      log.error('an answer cannot be written as JSON', { command: request.command, error });
      fail(request, 'the answer cannot be told');
    }
  }

  function fail({ id, command }: Request, why: string): void {
    say({ type: 'response', id, ok: false, error: errorOnWire(new AppError('command-failed', { command, why })) });
  }

  function release(): void {
    clearTimeout(greeting);
    gone.abort();
  }

  socket.on('data', read);
  socket.on('error', () => socket.destroy());
  say({ type: 'hello', ...hello });

  return { send, refuse, ended: endOf(socket, release, running) };
}

async function endOf(socket: Socket, onClose: () => void, running: ReadonlySet<Promise<void>>): Promise<void> {
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  onClose();
  await Promise.allSettled(running);
}

function protocolFault(path: string, why: string): AppError {
  return new AppError('socket-protocol', { path, why });
}

function sentenceOf(fault: FrameFault): string {
  return fault.kind === 'not-json' ? 'a frame is no JSON' : `a frame of ${fault.announced} bytes was announced`;
}
