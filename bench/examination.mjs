/** An examination for a bench: in memory, of a recording that has no fingerprint. */
import { ExamSession, memoryJournal } from '@haustra/exam';

/** Begins one with the model of this `manifest`; `info` says which file of it runs. */
export function beginExamination(
  manifest,
  { id, version, sha256, precision },
  operatingPoint = manifest.defaultOperatingPoint,
) {
  return ExamSession.start({
    journal: memoryJournal(),
    examId: 'bench',
    source: { kind: 'recording', name: 'bench', fingerprint: null },
    model: { id, version, sha256, precision },
    manifest,
    operatingPoint,
    startedAt: null,
  });
}
