// Brings all files into the form that `check` asks for, as far as that can be done without thinking.
import process from 'node:process';
import { runTool } from './run-tool.ts';
import { tools } from './tools.ts';

process.exitCode = await runTool(tools.biome, ['check', '--write', '--error-on-warnings', '.']);
