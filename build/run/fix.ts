// Brings all files into the form that `check` asks for, and writes anew what is made from others.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { errorsPage } from '../docs/errors-page.ts';
import { managedDocuments } from '../docs/managed/documents.ts';
import { removalPage } from '../docs/removal-page.ts';
import { runTool } from './run-tool.ts';
import { tools } from './tools.ts';

const docs = path.resolve(import.meta.dirname, '../../docs');
await writeFile(path.join(docs, 'errors.md'), errorsPage());
await writeFile(path.join(docs, 'removal.md'), removalPage());
for (const [name, text] of Object.entries(managedDocuments())) {
  await mkdir(path.dirname(path.join(docs, name)), { recursive: true });
  await writeFile(path.join(docs, name), text);
}
process.exitCode = await runTool(tools.biome, ['check', '--write', '--error-on-warnings', '.']);
