import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { BenchMessages } from './messages/index.js';

/** What the numbers were measured on; without it they say nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  /** Load over the last minute, before the measurement began. */
  readonly load: number;
}

/** This machine, now. */
export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? process.arch,
    cores: availableParallelism(),
    memoryGib: totalmem() / 2 ** 30,
    node: process.versions.node,
    load: loadavg()[0] ?? 0,
  };
}

/** The machine in words, with a warning where others were using it. */
export function machineText(machine: Machine, m: BenchMessages): string {
  const { cpu, cores, memoryGib, node, load } = machine;
  const lines = [m.machine(cpu, cores, memoryGib.toFixed(0), node)];
  if (load > cores / 2) lines.push(m.busy(load.toFixed(1)));
  return lines.join('\n');
}
