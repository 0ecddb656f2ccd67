import type { AuditEntry } from '@haustra/domain';
import type { ModelsMessages } from './messages/index.js';

/** One entry of the audit journal as a line: when, who, what. */
export function auditLine({ at, by, event }: AuditEntry, m: ModelsMessages): string {
  return `${at.slice(0, 19).replace('T', ' ')}  ${by}  ${eventText(event, m)}`;
}

function eventText(event: AuditEntry['event'], m: ModelsMessages): string {
  const words = m.audit.events;
  switch (event.type) {
    case 'added':
      return words.added(event.model);
    case 'round-started':
      return words['round-started'](event.round);
    case 'round-stage':
      return words['round-stage'](event.round, event.stage, event.state);
    case 'gated':
      return [words.gated(event.model, event.passed), ...event.reasons.slice(0, 3)].join('; ');
    case 'shadowed':
      return words.shadowed(event.model, event.exam, (event.agreement * 100).toFixed(1));
    case 'promoted':
      return words.promoted(event.model, event.forced);
    case 'rolled-back':
      return words['rolled-back'](event.model ?? m.rollback.shipped);
    case 'refused':
      return [words.refused(event.model), ...event.reasons.slice(0, 3)].join('; ');
    case 'corrected':
      return words.corrected(event.round, event.frame);
    case 'frozen':
      return words.frozen(event.pictures);
  }
}
