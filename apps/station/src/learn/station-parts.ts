import { ModelRegistry } from '@haustra/learning';
import { frozenAt } from './frozen/site-set.js';
import { judgeAt } from './gate/judge.js';
import type { RoundParts } from './parts.js';
import { shadowExam } from './shadow/shadow.js';

/** What a round is worked on with at the station of this data folder. */
export function stationParts(data: string): RoundParts {
  const registry = new ModelRegistry(data);
  return {
    registry,
    frozen: frozenAt({ data, registry }),
    judge: judgeAt({ data, registry }),
    shadow: shadowExam,
  };
}
