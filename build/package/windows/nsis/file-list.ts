// Writes what the NSIS script includes: which files are laid where, and which are removed again; pure.

import path from 'node:path';
import { hostName, type PayloadFile } from '../payload.ts';

/** Two macros. Removal names each file: a folder that somebody put other things into keeps them. */
export function fileList(payload: readonly PayloadFile[]): string {
  const folders = [...new Set(payload.flatMap(({ name }) => foldersOf(name)))].sort();
  // The script lays the host itself, first.
  const others = payload.filter(({ name }) => name !== hostName);
  return [
    '!macro InstallFiles',
    ...['', ...folders].flatMap((folder) => inFolder(folder, others)),
    '!macroend',
    '!macro RemoveFiles',
    ...payload.map(({ name }) => `  Delete ${installed(name)}`),
    ...folders.reverse().map((folder) => `  RMDir ${installed(folder)}`),
    '!macroend',
    '',
  ].join('\n');
}

function inFolder(folder: string, payload: readonly PayloadFile[]): readonly string[] {
  const files = payload.filter(({ name }) => folderOf(name) === folder);
  if (files.length === 0) return [];
  return [`  SetOutPath ${installed(folder)}`, ...files.map(({ source }) => `  File ${quoted(source)}`)];
}

function foldersOf(name: string): readonly string[] {
  const folder = folderOf(name);
  return folder === '' ? [] : [...foldersOf(folder), folder];
}

function folderOf(name: string): string {
  const folder = path.posix.dirname(name);
  return folder === '.' ? '' : folder;
}

function installed(name: string): string {
  const below = name === '' ? '' : `\\${escaped(name.replaceAll('/', '\\'))}`;
  return `"$INSTDIR${below}"`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** A dollar begins a variable. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}
