// German: the page with every rule and every fact of this device.

import type { Words } from '../words.ts';

export const posture: Words['posture'] = {
  lead: 'Was Ihre Organisation von diesem Gerät verlangt und was der Agent festgestellt hat. Nur diese Angaben werden gemeldet, nie der Inhalt Ihrer Dateien.',
  rules: 'Regeln',
  facts: 'Weitere Angaben',
  factsLead: 'Auch das meldet der Agent; derzeit wertet es keine Regel aus.',
  observed: 'Zuletzt geprüft',
  neverObserved: 'noch nicht',
  metCount: (met, all) => `${met} von ${all} erfüllt`,
  emptyTitle: 'Keine Regeln',
  empty: 'Ihre Organisation verlangt von diesem Gerät derzeit nichts.',
};
