// Sources that pass the compiler and that the table of layers must refuse, or must not.
import type { Fault } from './layers.ts';

export interface PlantedImport {
  readonly file: string;
  readonly source: string;
  readonly kind: Fault['kind'];
}

export const plantedImports: readonly PlantedImport[] = [
  { file: 'shared/a.ts', source: "import fastify from 'fastify';", kind: 'package' },
  { file: 'shared/a.ts', source: "import pg from 'pg';", kind: 'package' },
  { file: 'shared/a.ts', source: "import koffi from 'koffi';", kind: 'package' },
  { file: 'shared/a.ts', source: "import type { WebSocket } from 'ws';", kind: 'package' },
  { file: 'shared/a.ts', source: "import 'node:fs';", kind: 'node-module' },
  { file: 'shared/a.ts', source: "import 'fs';", kind: 'node-module' },
  { file: 'daemon/a.ts', source: "import { generate } from '@peculiar/x509';", kind: 'package' },
  { file: 'daemon/a.ts', source: "export * from 'zodiac/deep';", kind: 'package' },
  { file: 'ems/a.ts', source: "import {\n  a,\n  b,\n} from 'hostile';", kind: 'package' },
  { file: 'ems/a.ts', source: "const a = await import('koffi');", kind: 'package' },
  { file: 'ems/a.ts', source: "type A = import('koffi').Type;", kind: 'package' },
  { file: 'ems/a.ts', source: 'const a = await import(name);', kind: 'computed-import' },
  { file: 'gateway/a.ts', source: "import { a } from '../daemon/b.ts';", kind: 'own-folder' },
  // The compiler lets this pass: what cli refers to refers to native.
  { file: 'cli/a.ts', source: "import { a } from '../native/b.ts';", kind: 'own-folder' },
  { file: 'ems/a.ts', source: "import { a } from './console/views/b.ts';", kind: 'own-folder' },
  { file: 'ems/a.ts', source: "import { a } from './console/pages/b.tsx';", kind: 'own-folder' },
  { file: 'ems/a.ts', source: "import { createElement } from 'react';", kind: 'package' },
  { file: 'ems/console/a.tsx', source: "import { a } from '../json.ts';", kind: 'own-folder' },
  { file: 'ems/console/a.tsx', source: "import 'node:fs';", kind: 'node-module' },
  { file: 'daemon/a.ts', source: "import { a } from './b.tsx';", kind: 'own-extension' },
  { file: 'shared/a.ts', source: "import { a } from './node/b.ts';", kind: 'own-folder' },
  { file: 'shared/a.ts', source: "import { a } from '../docs/b.ts';", kind: 'own-folder' },
  { file: 'shared/a.ts', source: "import { a } from './ids.js';", kind: 'own-extension' },
  { file: 'shared/a.ts', source: "import { a } from './ids';", kind: 'own-extension' },
  { file: 'shared/a.ts', source: '/// <reference types="node" />', kind: 'reference' },
  { file: 'cli/a.ts', source: "import { createRequire } from 'node:module';", kind: 'require' },
  { file: 'cli/a.ts', source: "const a = process.getBuiltinModule('fs');", kind: 'require' },
  { file: 'daemon/a.ts', source: "if (process.platform === 'linux') start();", kind: 'platform' },
  { file: 'shared/node/a.ts', source: "import { platform } from 'node:os';", kind: 'platform' },
  { file: 'renderings/a.ts', source: 'export const a = 1;', kind: 'no-row' },
];

/** What the same patterns must let through. */
export const soundImports: readonly { readonly file: string; readonly source: string }[] = [
  { file: 'shared/a.ts', source: "// taken from 'node:fs'\nimport { z } from 'zod';" },
  { file: 'shared/node/endpoint.ts', source: 'export const here = process.platform;' },
  { file: 'daemon/a.ts', source: "import type { Platform } from '../native/platform.ts';\nimport 'node:fs';" },
  { file: 'daemon/a.ts', source: 'const platform = choose();\n/* process.platform decides there */' },
  {
    file: 'ems/a.ts',
    source: "import websocket from '@fastify/websocket';\nimport { Migrator } from 'kysely/migration';",
  },
  { file: 'ems/console/a.tsx', source: "import { B } from './parts/b.tsx';\nimport { useState } from 'react';" },
  { file: 'build/a.ts', source: "import { withLock } from './set-up/lock.mjs';" },
  { file: 'test/unit/a.ts', source: "import { packet } from 'dns-packet';\nimport { a } from '../../daemon/a.ts';" },
];
