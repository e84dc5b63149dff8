// A small package, as tests of what is written about packages have it.

import type { PackageDescription } from '../../../../build/package/linux/description.ts';

export const example: PackageDescription = {
  name: 'stile-example',
  version: '1.2.3',
  epoch: 1_700_000_000,
  summary: 'An example, 100% whole',
  description: 'One line.\n\nAnother one.',
  section: 'net',
  entries: [
    { kind: 'folder', path: '/etc/example', mode: 0o755 },
    { kind: 'file', path: '/etc/example/settings.json', mode: 0o644, content: { kind: 'text', text: '{}\n' } },
    { kind: 'file', path: '/usr/bin/example', mode: 0o755, content: { kind: 'text', text: '#!/bin/sh\n' } },
    { kind: 'link', path: '/usr/bin/other', to: 'example' },
  ],
  config: ['/etc/example/settings.json'],
  deb: {
    depends: ['libc6 (>= 2.28)', 'passwd'],
    recommends: ['nftables'],
    scripts: { postinst: '#!/bin/sh\ntrue\n', templates: 'Template: a/b\n' },
  },
  rpm: { requires: ['glibc >= 2.28'], recommends: [], scripts: { post: 'echo 50%\n' } },
};
