import type { Scenario } from './scenario.js';
import { WITHDRAWAL } from './withdrawal.js';

/** Every scenario by its name. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = { [WITHDRAWAL.name]: WITHDRAWAL };
