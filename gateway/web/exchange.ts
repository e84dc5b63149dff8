// One request and its answer, as the access proxy carries it: the same for HTTP/1.1 and HTTP/2.

import type { Duplex, Readable, Writable } from 'node:stream';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Fields } from './ports.ts';

export interface WebExchange {
  readonly connection: ClientConnection;
  readonly http: '1.1' | '2';
  readonly method: string;
  /** As the client named it in Host or `:authority`. */
  readonly authority: string;
  /** Path and query, as they came. */
  readonly target: string;
  /** Without HTTP/2's pseudo fields. */
  readonly fields: Fields;
  /** Why nobody should read this request further; null if it is well-formed. */
  readonly fault: string | null;
  readonly bodyLength: number | 'none' | 'unknown';
  readonly expectsContinue: boolean;
  readonly body: Readable;
  /** After the end of the body. */
  bodyTrailers(): Fields;
  /** Says 100: the client may send its body. */
  goOn(): void;
  /** Sends the head of a server's answer; `fields` hold no framing but perhaps a Content-Length. */
  begin(status: number, fields: Fields): void;
  readonly hasBegun: boolean;
  readonly answerBody: Writable;
  /** Before the end of the answer's body. */
  sendTrailers(fields: Fields): void;
  /** Takes the switch of protocols that the server has confirmed; from then on bytes are nobody's messages. */
  switched(fields: Fields): Duplex;
  /** Answers by ourselves; nothing has begun. A `last` one ends the connection: gently, its other streams are finished. */
  answer(answer: OwnAnswer, last: boolean): void;
  /** Breaks off an answer that has begun, so that nobody takes it for whole; `whole` connection too if it must go. */
  breakOff(wholeConnection: boolean): void;
  /** Told once, when the answer is sent or the client is gone. */
  onClose(listener: () => void): void;
  /** The whole answer was handed to the system. */
  readonly isAnswered: boolean;
}

export interface OwnAnswer {
  readonly status: number;
  readonly fields: Fields;
  readonly body: string;
}

/** The fields of an answer of our own, with the length of its body. */
export function framed({ fields, body }: Pick<OwnAnswer, 'fields' | 'body'>): Fields {
  const isFramed = fields.some(([name]) => name.toLowerCase() === 'content-length');
  return isFramed ? fields : [...fields, ['Content-Length', String(Buffer.byteLength(body))]];
}

/** Names and values in turn, as Node gives them raw. */
export function fieldsOf(raw: readonly string[]): Fields {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    if (!name.startsWith(':')) fields.push([name, value]);
  }
  return fields;
}

/** All values of a field, joined as a list. @param name lower case */
export function fieldOf(fields: Fields, name: string): string | undefined {
  const values = fields.filter(([candidate]) => candidate.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
}
