/**
 * One life of a station for the crash test: takes up the examination in a folder (or starts it), feeds it frames as
 * fast as they go, and says on stdout what is on the disk: `seq hash` for each flushed entry. Runs until it is killed.
 * Usage: node crash-child.mjs FOLDER
 */
import { existsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createJournal, ExamSession, JOURNAL_FILE, openJournal } from '../dist/index.js';
import { findingsOf, STARTED } from '../dist/session/testing.js';

const folder = process.argv[2];
const file = join(folder, JOURNAL_FILE);
let said = -1;
let journal = null;

function onFlushed(seq) {
  const fresh = journal.entries.slice(said + 1, seq + 1);
  writeSync(1, fresh.map((entry) => `${entry.seq} ${entry.hash}\n`).join(''));
  said = seq;
}

const begun = existsSync(file) && statSync(file).size > 0;
journal = await (begun ? openJournal(folder, { onFlushed }) : createJournal(folder, { onFlushed }));
said = journal.entries.length - 1;
// A first life that was killed before its first flush leaves an empty or torn journal: the examination starts.
const session =
  journal.entries.length > 0
    ? ExamSession.resume({ ...STARTED, journal, resumedAt: new Date().toISOString() })
    : ExamSession.start({ ...STARTED, startedAt: new Date().toISOString(), journal });

for (let n = 0, t = session.nowMs; ; n++, t += 40) {
  const polyps = n % 40 < 20 ? [0.5 + (n % 7) * 0.07] : [];
  session.onFrame(findingsOf(t, { polyps, usable: n % 500 < 100 ? 0.05 : 0.95 }));
  if (n % 10 === 0) session.pauseClock(n % 20 === 0, t);
  if (n % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
}
