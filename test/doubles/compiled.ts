// What a program that a test starts in a bare environment needs, to load what other processes have compiled.

import process from 'node:process';

const { NODE_COMPILE_CACHE: place } = process.env;

/** Empty where nobody shares: it starts all the same. */
export const compiled: Readonly<Record<string, string>> = place === undefined ? {} : { NODE_COMPILE_CACHE: place };
