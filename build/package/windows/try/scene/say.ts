// Runs on Windows: says one word at the pipe of the agent, and prints the answer; waits for the agent where it is not there yet.

import net from 'node:net';
import process from 'node:process';

const pipe = '\\\\.\\pipe\\ProtectedPrefix\\Administrators\\stile\\agent';
const giveUpAt = Date.now() + 30_000;

say(process.argv[2] ?? '');

function say(word: string): void {
  let answer = '';
  const socket = net.connect(pipe, () => socket.write(word));
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  socket.once('error', (error) => {
    if (Date.now() > giveUpAt) throw error;
  });
  socket.once('close', () => {
    // Who crashes gives no answer.
    if (answer !== '' || word === 'crash') process.stdout.write(answer);
    else setTimeout(() => say(word), 100);
  });
}
