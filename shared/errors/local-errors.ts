// Errors of the local sockets, the hosts file and the machine itself.

import type { ErrorEntry } from './catalogue.ts';

export const localErrors = {
  'socket-not-there': {
    message: 'nothing answers at {path}',
    next: 'Start the program that owns this socket ({program}), or name another socket.',
  },
  'socket-refused': {
    message: 'this user may not open {path}',
    next: 'Run the command as root, or ask an administrator.',
  },
  'socket-protocol': {
    message: 'the other end of {path} does not speak our language: {why}',
    next: 'Both ends must be of the same release; restart the older one.',
  },
  'socket-version': {
    message: '{path} is served by a program of another release: {why}',
    next: 'Update the older one of both, or restart what was updated.',
  },
  'socket-foreign': {
    message: '{path} belongs to user {uid}, who is neither root nor you',
    next: 'Nothing was said to it. Ask an administrator what runs there: whoever it is may want to be taken for the agent.',
  },
  'socket-full': {
    message: 'the program at {path} has too many connections already',
    next: 'Close programs of yours that use it, or try again later.',
  },
  'socket-stopping': {
    message: 'the program at {path} is stopping',
    next: 'After an update or a restart it is back by itself; else start it again.',
  },
  'socket-busy': {
    message: 'another program already serves {path}',
    next: 'Stop the other instance first.',
  },
  'directory-not-safe': {
    message: 'the data in {path} are not safe: it {why}',
    next: 'Run as an administrator: {mend}; then look whether somebody has put something there.',
  },
  'installation-not-safe': {
    message: 'the installation is not safe from other users: {path} {why}',
    next: 'Nothing was started. Run as an administrator: {mend}; if that is not enough, install the package again.',
  },
  'directory-busy': {
    message: 'another program already works with the data in {path}',
    next: 'Stop the other instance first, or give this one a data directory of its own.',
  },
  'command-unknown': {
    message: 'there is no command {command}',
    next: 'See `stile --help`; both ends must be of the same release.',
    status: 404,
  },
  'command-invalid': {
    message: 'the command {command} was given unusable values: {why}',
    next: 'Correct the values named; nothing was changed.',
    status: 400,
  },
  'command-not-allowed': {
    message: 'this user may not use the command {command}',
    next: 'Run it as root or as a member of the administrators group; signed in at an EMS, it needs the role admin.',
    status: 403,
  },
  'command-failed': {
    message: 'the command {command} failed: {why}',
    next: 'The log of the program that answered says more.',
    status: 500,
  },
  'hosts-blocked': {
    message: 'the hosts file {path} cannot be changed: {why}',
    next: 'Remove the write protection, or use the loopback ports that `stile destinations` shows.',
  },
  'address-in-use': {
    message: 'another program already listens at {address}:{port}',
    next: 'Stop that program or move it off the wildcard address; the name is not published until then.',
  },
  'node-too-old': {
    message: 'Node {found} is older than {wanted}, which this program needs to refuse stale TLS sessions',
    next: 'Start it with the Node that the package brings.',
  },
  'config-invalid': {
    message: '{path}, line {line}: {why}',
    next: 'Correct the line; the previous configuration stays in force.',
  },
  'setting-managed': {
    message: 'your organisation manages the setting {setting}',
    next: 'Nothing was changed. Ask an administrator of your organisation.',
    status: 403,
  },
  'config-unreadable': {
    message: 'the configuration {path} cannot be read',
    next: 'Check that the file exists and that this user may read it.',
  },
} as const satisfies Record<string, ErrorEntry>;
