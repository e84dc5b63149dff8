// German: the page that says why this device has a tag, or lacks it.

import type { Words } from '../words.ts';

export const tags: Words['tags'] = {
  lead: 'Tags sagen, was Ihre Organisation über dieses Gerät weiß. Sie entscheiden, welche Dienste Sie erreichen.',
  held: 'Dieses Gerät hat das Tag',
  missing: 'Diesem Gerät fehlt das Tag',
  because: 'Das Gerät hat das Tag aus diesem Grund:',
  inTheWay: 'Das steht im Weg:',
  given: 'Ihre Organisation vergibt dieses Tag selbst; keine Regel dieses Geräts entscheidet darüber.',
  withheld:
    'Auf diesem Gerät steht nichts im Weg. Ihre Organisation hat das Tag noch nicht vergeben oder hält es zurück.',
  fromAdministrator: 'Hinweis Ihrer Administration',
  emptyTitle: 'Noch keine Tags',
  empty: 'Ihre Organisation vergibt für Geräte wie dieses keine Tags oder hat noch nicht geantwortet.',
};
