// A connection to the session's message bus that serves objects and calls others, by plain messages.

import { type DBusError, Message, type MessageBus, MessageFlag, MessageType, sessionBus } from 'dbus-next';
import { busAddress } from './bus-address.ts';
import { answerTo, type BusObjects } from './bus-objects.ts';

/** What leads to the bus. */
export type LinkEnvironment = Readonly<
  Partial<Record<'DBUS_SESSION_BUS_ADDRESS' | 'XDG_RUNTIME_DIR', string | undefined>>
>;

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

/** `refused`: by whom it was sent to, or by the bus since nobody has that name. */
export type CallOutcome =
  | { readonly kind: 'answered'; readonly body: readonly unknown[] }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'gone' };

export interface SessionBus extends Disposable {
  call(what: BusCall): Promise<CallOutcome>;
  signal(path: string, iface: string, member: string, signature?: string, body?: readonly unknown[]): void;
  /** Tells of each new owner of the name, `null` for none, until the bus is gone. */
  watchOwner(name: string, told: (owner: string | null) => void): void;
}

const theBus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/** Null where there is no bus, or none that answers in time. `gone` is told once, when the bus ends the connection. */
export async function connectSessionBus(options: {
  readonly environment: LinkEnvironment;
  readonly objects: BusObjects;
  readonly timeoutMs: number;
  readonly gone: () => void;
}): Promise<SessionBus | null> {
  const address = busAddress(options.environment);
  if (address === null) return null;
  const bus = sessionBus({ busAddress: address });
  let isOpen = await opened(bus, options.timeoutMs);
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    bus.disconnect();
    options.gone();
  };
  bus.on('error', end);
  if (!isOpen) {
    bus.disconnect();
    return null;
  }

  const send = (message: Message): void => {
    if (!isOpen) return;
    try {
      bus.send(message);
    } catch {
      // The library throws at what it writes to a bus that ended.
      end();
    }
  };

  bus.addMethodHandler((message: Message) => {
    const answer = answerTo(options.objects, message);
    if ((message.flags & MessageFlag.NO_REPLY_EXPECTED) === 0) send(replyTo(message, answer));
    // Nothing is left to the library, which would tell of its inside in its errors.
    return true;
  });

  async function call(what: BusCall): Promise<CallOutcome> {
    if (!isOpen) return { kind: 'gone' };
    try {
      const reply = await bus.call(new Message({ ...what, body: [...(what.body ?? [])] }));
      return { kind: 'answered', body: reply?.body ?? [] };
    } catch (error) {
      if (isBusError(error)) return { kind: 'refused', error: error.type };
      end();
      return { kind: 'gone' };
    }
  }

  return {
    call,
    signal(path, iface, member, signature = '', body = []) {
      send(Message.newSignal(path, iface, member, signature, [...body]));
    },
    watchOwner(name, told) {
      bus.on('message', ({ type, sender, member, body }) => {
        if (type !== MessageType.SIGNAL || sender !== theBus.destination || member !== 'NameOwnerChanged') return;
        const [changed, , owner] = body;
        if (isOpen && changed === name) told(typeof owner === 'string' && owner !== '' ? owner : null);
      });
      const rule = `type='signal',sender='${theBus.destination}',member='NameOwnerChanged',arg0='${name}'`;
      void call({ ...theBus, member: 'AddMatch', signature: 's', body: [rule] });
    },
    [Symbol.dispose]() {
      if (!isOpen) return;
      isOpen = false;
      bus.disconnect();
    },
  };
}

function opened(bus: MessageBus, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  bus.on('error', () => resolve(false));
  bus.on('connect', () => resolve(true));
  return promise.finally(() => clearTimeout(timer));
}

function replyTo(message: Message, answer: ReturnType<typeof answerTo>): Message {
  if (answer.kind === 'return') return Message.newMethodReturn(message, answer.signature, [...answer.body]);
  const reply = Message.newMethodReturn(message, 's', [answer.text]);
  reply.type = MessageType.ERROR;
  reply.errorName = `org.freedesktop.DBus.Error.${answer.error}`;
  return reply;
}

function isBusError(error: unknown): error is DBusError {
  return error instanceof Error && 'type' in error && typeof error.type === 'string';
}
