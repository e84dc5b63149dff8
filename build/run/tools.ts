// Names the development tools by the script that starts each of them on Node.

/** Paths from the root of the repository. */
export const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  tsc: 'node_modules/typescript/bin/tsc',
} as const;
