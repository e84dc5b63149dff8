// The text of a notice is written for the server that shows it, which a real message bus leads to.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { Message, sessionBus } from 'dbus-next';
import { plainBody } from '../../../../electron/notices/plain-body.ts';
import { type SessionBus, startSessionBus } from '../../../doubles/secret-service.ts';

const hostile = '<b>R&D</b>';
const escaped = '&lt;b&gt;R&amp;D&lt;/b&gt;';

describe('the text of a notice', () => {
  let session: SessionBus;
  before(async () => {
    session = await startSessionBus();
  });
  after(() => session[Symbol.asyncDispose]());

  for (const [capabilities, text] of [
    [['body', 'actions'], hostile],
    [['body', 'body-markup'], escaped],
  ] as const)
    test(`for a server that can ${capabilities.join(', ')}`, async () => {
      const address = session.environment['DBUS_SESSION_BUS_ADDRESS'] ?? '';
      const server = sessionBus({ busAddress: address.replace('unix:path=', 'unix:socket=') });
      await once(server, 'connect');
      try {
        server.addMethodHandler((message: Message) => {
          if (message.member !== 'GetCapabilities') return false;
          server.send(Message.newMethodReturn(message, 'as', [[...capabilities]]));
          return true;
        });
        await server.requestName('org.freedesktop.Notifications', 0);
        assert.equal(await plainBody('linux', session.environment)(hostile), text);
      } finally {
        server.disconnect();
      }
    });

  test('without a server, or without a bus, is written so that nothing is read as markup', async () => {
    assert.equal(await plainBody('linux', session.environment)(hostile), escaped);
    assert.equal(await plainBody('linux', {})(hostile), escaped);
  });

  test('on systems that know no markup stays as it is', async () => {
    assert.equal(await plainBody('win32', {})(hostile), hostile);
    assert.equal(await plainBody('darwin', {})(hostile), hostile);
  });
});
