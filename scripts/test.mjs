#!/usr/bin/env node
/**
 * All tests of the project, in the order in which a break is cheapest to find: build, lint and floors, unit tests,
 * tests in a real browser, tests of the training code. What cannot run here is named with how to mend it, never passed
 * over; under CI it is a failure. Ends with one line of counts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'haustra-test-'));
const strict = process.env.CI === 'true';
const total = { passed: 0, failed: 0, skipped: 0 };
const missing = [];

function run(title, command, args) {
  console.log(`\n== ${title}`);
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  return done.status === 0;
}

function step(title, command, args) {
  const ok = run(title, command, args);
  total[ok ? 'passed' : 'failed'] += 1;
  return ok;
}

function vitest(title, config) {
  const report = join(scratch, `${title.replaceAll(' ', '-')}.json`);
  const ok = run(title, 'npx', [
    'vitest',
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) {
    total.failed += 1;
    return;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests;
  total.skipped += result.numPendingTests + result.numTodoTests;
  if (!ok && result.numFailedTests === 0) total.failed += 1;
}

function pytest(python) {
  const report = join(scratch, 'pytest.xml');
  const ok = run('training', python, ['-m', 'pytest', '-q', 'training/tests', `--junitxml=${report}`]);
  const counts = existsSync(report)
    ? readFileSync(report, 'utf8').match(/<testsuite [^>]*>/)?.[0]
    : undefined;
  const of = (name) => Number(counts?.match(new RegExp(` ${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = of('failures') + of('errors');
  total.passed += of('tests') - failed - of('skipped');
  total.skipped += of('skipped');
  total.failed += ok ? failed : Math.max(1, failed);
}

/** The first of the candidates that exists, or null with the reason noted. */
function need(candidates, what) {
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) missing.push(what);
  return found ?? null;
}

if (step('build', 'npm', ['run', '--silent', 'build'])) {
  step('lint and floors', 'npm', ['run', '--silent', 'lint']);
  vitest('unit tests', 'vitest.config.ts');
  const chromium = need(
    [process.env.HAUSTRA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'],
    'browser tests: no Chromium (apt-get install chromium, or set HAUSTRA_CHROMIUM)',
  );
  if (chromium) vitest('browser tests', 'e2e/vitest.config.ts');
  const python = need(
    [process.env.HAUSTRA_PYTHON, join(root, 'training/.venv/bin/python')],
    'training tests: no training/.venv (see training/README.md)',
  );
  if (python) pytest(python);
}

rmSync(scratch, { recursive: true, force: true });
for (const what of missing) console.log(`skipped: ${what}`);
total[strict ? 'failed' : 'skipped'] += missing.length;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
