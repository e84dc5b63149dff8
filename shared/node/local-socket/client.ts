// Calls a contract on a local socket, after making sure who serves it.

import net from 'node:net';
import { AppError } from '../../errors/app-error.ts';
import { sameError } from '../../errors/told-error.ts';
import type {
  CommandInput,
  CommandName,
  CommandResult,
  Contract,
  EventName,
  EventPayload,
} from '../../wire/define-contract.ts';
import { type Response, type ServerHello, type ServerMessage, serverMessage } from '../../wire/envelope.ts';
import { encodeFrame, FrameDecoder, largestAnswer, largestRequest } from '../../wire/frame.ts';
import { type LatestEvents, latestEvents } from './latest-events.ts';
import { checkServingProcess, checkSocketOwner, connectError, type ExpectedServer } from './server-identity.ts';

export interface ConnectOptions {
  readonly signal?: AbortSignal;
  /** How long connecting and the hello may take together; 5 s unless given. */
  readonly timeoutMs?: number;
  /** What to start if nothing answers, for the error's advice; the contract's name unless given. */
  readonly program?: string;
  /** Users besides root and the caller that may serve the socket, such as the service user of the EMS. */
  readonly trustedUids?: readonly number[];
}

/** A connection to a program of this machine. */
export interface LocalClient<K extends Contract> extends AsyncDisposable {
  /** Name and version of the program that answered. */
  readonly product: string;
  /**
   * @throws AppError the one that the program answered; `command-failed` if the connection ended first,
   *   `socket-protocol` if the answer has another shape
   */
  call<N extends CommandName<K>>(
    name: N,
    params: CommandInput<K, N>,
    signal?: AbortSignal,
  ): Promise<CommandResult<K, N>>;
  /** Tells the latest snapshot at once, if one has come, and then every later one. Returns what ends it. */
  on<E extends EventName<K>>(event: E, listener: (payload: EventPayload<K, E>) => void): () => void;
  /** Snapshots as they come; a slow reader skips to the newest. Ends when the connection does. */
  events<E extends EventName<K>>(event: E, signal?: AbortSignal): AsyncIterable<EventPayload<K, E>>;
  /** Resolves when the connection has ended: with why, or null if this end closed it. Never rejects. */
  readonly closed: Promise<AppError | null>;
}

/**
 * Connects and says hello.
 * @throws AppError `socket-not-there`, `socket-refused`, `socket-foreign`, `socket-version`, `socket-protocol`, `socket-full`,
 *   `socket-stopping`
 */
export async function connectLocal<K extends Contract>(
  contract: K,
  path: string,
  options: ConnectOptions = {},
): Promise<LocalClient<K>> {
  const expected = { path, program: options.program ?? contract.name, trustedUids: options.trustedUids ?? [] };
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 5_000);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  await checkSocketOwner(expected);
  const socket = net.connect(path);
  try {
    await opened(socket, expected, signal);
    await checkServingProcess(expected, socket);
    const link = new Link(socket, contract, expected);
    const hello = await link.hello(signal);
    socket.write(encodeFrame({ type: 'hello', contract: contract.name, version: contract.version }));
    return link.client(hello);
  } catch (error) {
    socket.destroy();
    if (timeout.aborted && !options.signal?.aborted)
      throw new AppError('socket-not-there', { path, program: expected.program }, { cause: error });
    throw error;
  }
}

async function opened(socket: net.Socket, expected: ExpectedServer, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (cause) => reject(connectError(expected, cause)));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

interface Waiting {
  readonly command: string;
  readonly settle: (response: Response) => void;
  readonly fail: (error: AppError) => void;
}

/** The client's half of one connection. */
class Link<K extends Contract> {
  readonly #socket: net.Socket;
  readonly #contract: K;
  readonly #expected: ExpectedServer;
  readonly #decoder = new FrameDecoder(largestAnswer);
  readonly #waiting = new Map<number, Waiting>();
  readonly #events: LatestEvents<K> = latestEvents();
  readonly #greeting = Promise.withResolvers<ServerHello>();
  readonly #closed = Promise.withResolvers<AppError | null>();
  #closing = false;
  #lastId = 0;
  #why: AppError | null = null;

  constructor(socket: net.Socket, contract: K, expected: ExpectedServer) {
    this.#socket = socket;
    this.#contract = contract;
    this.#expected = expected;
    // Rejected when the connection ends first; `hello` is the one who waits, if anybody.
    this.#greeting.promise.catch(() => undefined);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
  }

  async hello(signal: AbortSignal): Promise<ServerHello> {
    signal.addEventListener('abort', () => this.#greeting.reject(signal.reason), { once: true });
    const hello = await this.#greeting.promise;
    const { name, version } = this.#contract;
    if (hello.contract !== name || hello.version !== version)
      throw new AppError('socket-version', {
        path: this.#expected.path,
        why: `it speaks ${hello.contract} ${hello.version}, this program ${name} ${version}`,
      });
    return hello;
  }

  client(hello: ServerHello): LocalClient<K> {
    return {
      product: hello.product,
      call: (name, params, signal) => this.#call(name, params, signal),
      on: (event, listener) => this.#events.on(event, listener),
      events: (event, signal) => this.#events.each(event, signal),
      closed: this.#closed.promise,
      [Symbol.asyncDispose]: async () => {
        this.#closing = true;
        this.#socket.destroy();
        await this.#closed.promise;
      },
    };
  }

  async #call<N extends CommandName<K>>(
    command: N,
    params: CommandInput<K, N>,
    signal?: AbortSignal,
  ): Promise<CommandResult<K, N>> {
    signal?.throwIfAborted();
    if (!this.#socket.writable) throw this.#gone(command);
    this.#lastId += 1;
    const id = this.#lastId;
    const frame = encodeFrame({ type: 'request', id, command, params });
    if (frame.length > largestRequest) throw new AppError('command-invalid', { command, why: 'it is too long' });
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const abandon = () => reject(signal?.reason);
    signal?.addEventListener('abort', abandon, { once: true });
    this.#waiting.set(id, { command, settle: resolve, fail: reject });
    this.#socket.write(frame);
    try {
      return this.#result(command, await promise);
    } finally {
      this.#waiting.delete(id);
      signal?.removeEventListener('abort', abandon);
    }
  }

  #result<N extends CommandName<K>>(command: N, response: Response): CommandResult<K, N> {
    if (!response.ok) throw sameError(command, response.error);
    const result = this.#contract.commands[command]?.result.safeParse(response.result);
    if (!result?.success) throw this.#fault(`the answer to ${command} has another shape`);
    return result.data as CommandResult<K, N>;
  }

  #read(chunk: Uint8Array): void {
    const { values, fault } = this.#decoder.read(chunk);
    for (const value of values) {
      const message = serverMessage.safeParse(value);
      if (message.success) this.#take(message.data);
      else this.#giveUp('it sent something unreadable');
    }
    if (fault !== null) this.#giveUp('it sent something unreadable');
  }

  #take(message: ServerMessage): void {
    if (message.type === 'hello') this.#greeting.resolve(message);
    else if (message.type === 'refused') this.#why ??= sameError('hello', message.error);
    else if (message.type === 'response') this.#waiting.get(message.id)?.settle(message);
    else this.#takeEvent(message.event, message.payload);
  }

  #takeEvent(event: string, payload: unknown): void {
    const checked = this.#contract.events[event]?.safeParse(payload);
    if (checked?.success) this.#events.tell(event, checked.data);
    else this.#giveUp(`the event ${event} has another shape`);
  }

  #giveUp(why: string): void {
    this.#why ??= this.#fault(why);
    this.#socket.destroy();
  }

  #end(): void {
    const error = this.#why ?? new AppError('socket-not-there', this.#place());
    this.#greeting.reject(error);
    for (const waiting of this.#waiting.values()) waiting.fail(this.#why ?? this.#gone(waiting.command));
    this.#events.end();
    this.#closed.resolve(this.#closing ? null : error);
  }

  #gone(command: string): AppError {
    return new AppError('command-failed', { command, why: 'the connection ended before the answer came' });
  }

  #fault(why: string): AppError {
    return new AppError('socket-protocol', { path: this.#expected.path, why });
  }

  #place(): { readonly path: string; readonly program: string } {
    return { path: this.#expected.path, program: this.#expected.program };
  }
}
