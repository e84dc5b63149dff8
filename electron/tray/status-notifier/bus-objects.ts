// Objects on the bus as tables, and what a method call to them is answered; whoever calls is a stranger.

import { type Message, Variant } from 'dbus-next';

export interface BusMethod {
  /** What the arguments must be; the bus has checked that they are what their signature says. */
  readonly takes: string;
  readonly gives: string;
  /** Null: the arguments name nothing that there is. */
  call(args: readonly unknown[]): readonly unknown[] | null;
}

export interface BusInterface {
  readonly methods: Readonly<Record<string, BusMethod>>;
  /** As they are now. */
  properties(): ReadonlyMap<string, Variant>;
}

/** Path → interface → what it does. */
export type BusObjects = ReadonlyMap<string, ReadonlyMap<string, BusInterface>>;

export type Answer =
  | { readonly kind: 'return'; readonly signature: string; readonly body: readonly unknown[] }
  | {
      readonly kind: 'error';
      readonly error: 'UnknownObject' | 'UnknownInterface' | 'UnknownMethod' | 'UnknownProperty' | 'InvalidArgs';
      readonly text: string;
    };

type Call = Pick<Message, 'path' | 'interface' | 'member' | 'signature' | 'body'>;

export function answerTo(objects: BusObjects, call: Call): Answer {
  if (call.interface === 'org.freedesktop.DBus.Peer' && call.member === 'Ping') return returned('', []);
  const object = objects.get(call.path);
  if (object === undefined) return refused('UnknownObject', 'there is no such object');
  if (call.interface === 'org.freedesktop.DBus.Properties') return propertiesOf(object, call);
  const methods = object.get(call.interface)?.methods ?? {};
  const method = Object.hasOwn(methods, call.member) ? methods[call.member] : undefined;
  if (method === undefined) return refused('UnknownMethod', 'there is no such method');
  if ((call.signature || '') !== method.takes) return refused('InvalidArgs', `the arguments must be (${method.takes})`);
  const body = method.call(call.body);
  return body === null ? refused('InvalidArgs', 'the arguments name nothing') : returned(method.gives, body);
}

function propertiesOf(object: ReadonlyMap<string, BusInterface>, { member, signature, body }: Call): Answer {
  const [iface, name]: readonly unknown[] = body;
  const properties = object.get(`${iface}`)?.properties();
  if (properties === undefined) return refused('UnknownInterface', 'there is no such interface');
  if (member === 'GetAll' && signature === 's') return returned('a{sv}', [Object.fromEntries(properties)]);
  if (member !== 'Get' || signature !== 'ss') return refused('UnknownMethod', 'properties can be read, and no more');
  const value = properties.get(`${name}`);
  return value === undefined ? refused('UnknownProperty', 'there is no such property') : returned('v', [value]);
}

function returned(signature: string, body: readonly unknown[]): Answer {
  return { kind: 'return', signature, body };
}

function refused(error: Extract<Answer, { kind: 'error' }>['error'], text: string): Answer {
  return { kind: 'error', error, text };
}

/** A method that gives nothing back. */
export function heard(takes: string, hear: (args: readonly unknown[]) => void): BusMethod {
  return {
    takes,
    gives: '',
    call(args) {
      hear(args);
      return [];
    },
  };
}

export const text = (value: string): Variant => new Variant('s', value);
export const flag = (value: boolean): Variant => new Variant('b', value);
