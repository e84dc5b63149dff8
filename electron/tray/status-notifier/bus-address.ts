// Where the session's message bus listens, as its environment says.

import type { LinkEnvironment } from './session-bus.ts';

/** What a socket's path may hold: dbus-next takes an address apart at the others. */
const plainPath = /^[^\0;,=:]{1,107}$/;

/** In the form that dbus-next opens with Node's own sockets; null where there is no bus, or none that is a local socket. */
export function busAddress({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }: LinkEnvironment): string | null {
  if (DBUS_SESSION_BUS_ADDRESS) {
    // Several addresses are alternatives (D-Bus specification, "Server Addresses").
    return (
      DBUS_SESSION_BUS_ADDRESS.split(';')
        .map(socketOf)
        .find((found) => found !== null) ?? null
    );
  }
  // Where systemd's user bus is, for sessions that do not say so.
  return XDG_RUNTIME_DIR ? opened(`${XDG_RUNTIME_DIR}/bus`, '') : null;
}

function socketOf(address: string): string | null {
  const [transport, keys = ''] = address.split(':', 2);
  if (transport !== 'unix') return null;
  const [file, name] = ['path=', 'abstract='].map((key) => {
    const found = keys.split(',').find((pair) => pair.startsWith(key));
    return found === undefined ? null : unescaped(found.slice(key.length));
  });
  // Node names a socket of the abstract namespace by a NUL before its name.
  return file ? opened(file, '') : name ? opened(name, '\0') : null;
}

function opened(name: string, before: string): string | null {
  return plainPath.test(name) ? `unix:socket=${before}${name}` : null;
}

/** Values are escaped as in URLs. */
function unescaped(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
