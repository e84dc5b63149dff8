// The moment at which every picture is taken; `fixed-world.mjs` says it to the shell's process.

export const moment = new Date('2026-11-27T09:41:00.000Z');
