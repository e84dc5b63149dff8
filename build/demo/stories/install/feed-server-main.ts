// A web server of few words: files of one folder, by their names; whoever fetches them has to check them.

import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import process from 'node:process';

const [folder = '', host, port] = process.argv.slice(2);

createServer((request, response) => {
  const file = createReadStream(path.join(folder, path.basename(request.url ?? '')));
  file.once('error', () => response.writeHead(404).end());
  file.pipe(response);
}).listen(Number(port), host);
