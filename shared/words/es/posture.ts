// Spanish: the page with every rule and every fact of this device.

import type { Words } from '../words.ts';

export const posture: Words['posture'] = {
  lead: 'Lo que su organización exige de este dispositivo y lo que observó el agente. Solo se comunican estos datos, nunca el contenido de sus archivos.',
  rules: 'Reglas',
  facts: 'Otros datos',
  factsLead: 'El agente también comunica estos datos; ahora ninguna regla los usa.',
  observed: 'Última comprobación',
  neverObserved: 'aún no',
  metCount: (met, all) => (met === 1 ? `${met} de ${all} cumplida` : `${met} de ${all} cumplidas`),
  emptyTitle: 'Sin reglas',
  empty: 'Su organización no exige nada de este dispositivo por ahora.',
};
