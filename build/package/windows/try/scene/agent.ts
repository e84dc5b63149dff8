// Stands for the daemon where Wine cannot run the pinned Node: keeps the host's protocol and answers at a pipe.

import net from 'node:net';
import process from 'node:process';

const pipe = '\\\\.\\pipe\\ProtectedPrefix\\Administrators\\stile\\agent';
const beat = setInterval(() => process.stdout.write('beat\n'), 200);

const server = net.createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (asked) => {
    if (String(asked) === 'crash') process.exit(7);
    // Alive, and silent.
    if (String(asked) === 'hang') clearInterval(beat);
    socket.end(JSON.stringify({ pid: process.pid, argv: process.argv, cwd: process.cwd(), environment: process.env }));
  });
});
server.listen(pipe, () => process.stdout.write(`ready ${pipe}\n`));

process.stdin.setEncoding('utf8').on('data', (line) => {
  if (String(line) !== 'stop\n') return;
  process.stderr.write('the scene was asked to stop\n');
  process.exit(0);
});
