// Where the session's bus is: its environment's own words, and nothing that would open something else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busAddress } from '../../../../electron/tray/status-notifier/bus-address.ts';

const runtime = { XDG_RUNTIME_DIR: '/run/user/1000' };
const rows: readonly (readonly [environment: Record<string, string>, address: string | null])[] = [
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' }, 'unix:socket=/run/user/1000/bus'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/dbus-x,guid=0123' }, 'unix:socket=/tmp/dbus-x'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=/tmp/dbus-x,guid=0123' }, 'unix:socket=\0/tmp/dbus-x'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/a%20b' }, 'unix:socket=/tmp/a b'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'tcp:host=x,port=1;unix:path=/tmp/bus' }, 'unix:socket=/tmp/bus'],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/a%3bb' }, null],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/%zz' }, null],
  [{ DBUS_SESSION_BUS_ADDRESS: 'unixexec:path=/bin/sh' }, null],
  [{ DBUS_SESSION_BUS_ADDRESS: 'tcp:host=192.0.2.1,port=1' }, null],
  [{ DBUS_SESSION_BUS_ADDRESS: 'autolaunch:', ...runtime }, null],
  [runtime, 'unix:socket=/run/user/1000/bus'],
  [{}, null],
];
for (const [environment, address] of rows)
  test(`${JSON.stringify(environment)} is ${JSON.stringify(address)}`, () =>
    assert.equal(busAddress(environment), address));
