import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { haustra } from './testing/in-process.js';

const COMMANDS = ['serve', 'analyze', 'predict', 'evaluate', 'verify', 'bench', 'doctor'] as const;

beforeEach(() => {
  vi.stubEnv('HAUSTRA_LANG', 'en');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** One command line in this process, with what it says. */
const run = (args: readonly string[]) => haustra(...args);

describe('the manners of every command', () => {
  it.each(COMMANDS)(
    '%s --help has examples and the options that all share, in both languages',
    async (command) => {
      const english = await run([command, '--help']);
      expect(english).toMatchObject({ code: 0, stderr: '' });
      expect(english.stdout).toContain(`Examples:\n  haustra ${command}`);
      for (const option of ['--json', '--lang', '--help']) expect(english.stdout).toContain(option);
      const chinese = await run([command, '--help', '--lang', 'zh']);
      expect(chinese.stdout).toContain(`示例：\n  haustra ${command}`);
      expect(chinese.stdout).toMatch(/选项：/);
    },
  );

  it.each([
    [['nonsense'], 'there is no command nonsense'],
    [['analyze'], 'the argument source is missing'],
    [['analyze', 'x.mp4'], '--out'],
    [['analyze', 'x.mp4', '--out'], 'the option --out needs a value'],
    [['predict', 'x', '--out', 'y', '--frobnicate'], 'there is no option --frobnicate'],
    [['verify', 'a', 'b'], 'too many arguments'],
    [['serve', '--port', 'abc'], '--port'],
    [['serve', '--lang', 'fr'], '--lang'],
    [['analyze', 'x.mp4', '--out', 'y', '--operating-point', 'C'], '--operating-point'],
  ])('wrong usage %j: one sentence, exit code 2', async (args, said) => {
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(said);
    expect(stderr).toMatch(/^haustra: .*See haustra.*--help\.\n$/);
  });
});
