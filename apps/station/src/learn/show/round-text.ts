import type { Round } from '@haustra/domain';
import type { LearnMessages } from '../messages/index.js';
import { duration } from './duration.js';
import { noteText } from './note.js';

const number = (value: number): string => String(Math.round(value));

/**
 * A round as lines for a person: where it stands, and what can be done next.
 * @param reasons why its gate was passed or not, in words
 */
export function roundText(round: Round, words: LearnMessages, reasons: readonly string[] = []): string {
  const { id, stage, state, progress, counts, candidate, gatePassed, shadow, decision, problem } = round;
  const w = words.round;
  const lines = [w.line(id, words.stages[stage], words.states[state])];
  if (round.yielding) lines.push(w.yielding);
  if (round.asked) lines.push(w.asked[round.asked]);
  if (state === 'running' && (progress.of > 0 || progress.note !== '')) {
    lines.push(
      w.progress(
        number(progress.done),
        progress.of > 0 ? number(progress.of) : '',
        noteText(progress.note, words).trim(),
      ),
    );
  }
  if (state === 'running' && progress.secondsLeft !== null) {
    const total = progress.totalSecondsLeft ?? null;
    lines.push(w.left(duration(progress.secondsLeft, words), total === null ? null : duration(total, words)));
  }
  lines.push(w.counts(counts.looked, counts.kept, counts.corrections));
  const dropped = Object.entries(counts.dropped).map(
    ([why, n]) => `${words.why[why as keyof typeof words.why]} ${n}`,
  );
  if (dropped.length > 0) lines.push(`    ${dropped.join(w.list)}`);
  if (candidate !== null) lines.push(w.candidate(candidate));
  if (gatePassed !== null) lines.push(gatePassed ? w.gate.passed : w.gate.refused);
  lines.push(...reasons.map((reason) => `    ${reason}`));
  if (shadow.wanted > 0) lines.push(w.shadow(shadow.done, shadow.wanted));
  if (decision !== null) lines.push(w.decision[decision]);
  if (problem !== null) lines.push(w.problem(problem.message, problem.hint));
  const next = nextStep(round, words);
  if (next !== null) lines.push(next);
  return lines.join('\n');
}

function nextStep({ id, stage, state, candidate }: Round, { round: { next } }: LearnMessages): string | null {
  if (state === 'paused' || state === 'stopped' || state === 'failed') return next[state](id);
  if (state !== 'waiting') return null;
  return stage === 'shadow' ? next.shadow : next.decide(candidate ?? '');
}
