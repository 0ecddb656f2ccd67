import type { Command } from 'commander';
import { addGroup, type Cli } from '../../cli/command.js';
import { modelsMessages } from '../../models/messages/index.js';
import { registerAdd, registerPromote, registerRollback } from './change.js';
import { registerFreeze, registerGate } from './judge.js';
import { registerAudit, registerList, registerShow } from './look.js';

/** `haustra models …`. */
export function registerModels(program: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  const group = addGroup(program, cli, {
    name: 'models',
    summary: m.summary,
    examples: [
      ['haustra models list', m.list.example],
      ['haustra models gate candidate/ --labelled data', m.gate.examples.plain],
      ['haustra models rollback', m.rollback.example],
    ],
  });
  registerList(group, cli);
  registerShow(group, cli);
  registerGate(group, cli);
  registerAdd(group, cli);
  registerPromote(group, cli);
  registerRollback(group, cli);
  registerAudit(group, cli);
  registerFreeze(group, cli);
}
