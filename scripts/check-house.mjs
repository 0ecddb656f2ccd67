#!/usr/bin/env node
/** Checks what the linter cannot: the floors of the house and the length of files. Prints each break, exits 1 on any. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brokenFloor } from './floors.mjs';

const LONGEST = 400;
const root = join(dirname(new URL(import.meta.url).pathname), '..');
const files = execFileSync(
  'git',
  ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx', 'training/*.py'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => file && existsSync(join(root, file)));

function packageOf(file) {
  for (let dir = dirname(file); dir !== '.'; dir = dirname(dir)) {
    const manifest = join(root, dir, 'package.json');
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).name;
  }
  return null;
}

const problems = [];
for (const file of files) {
  const text = readFileSync(join(root, file), 'utf8');
  const lines = text.split('\n').length - 1;
  if (lines > LONGEST) problems.push(`${file}: ${lines} lines; one concept a file, none over ${LONGEST}`);
  if (file.endsWith('.py')) continue;
  const own = packageOf(file);
  for (const [, specifier] of text.matchAll(/(?:from|import\()\s*['"](@haustra\/[^'"]+)['"]/g)) {
    const why = own && brokenFloor(own, specifier);
    if (why) problems.push(`${file}: ${why}`);
  }
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`house: ${files.length} files, floors kept`);
