import type { Round } from '@haustra/domain';
import { useCallback, useMemo, useState } from 'react';
import type { Question } from '../api/answers.js';
import { useDesk } from '../context.js';
import { type Act, act, anythingSaid, type Said, type Sheet, sheetOf } from './sheet.js';

export interface Ask {
  readonly questions: readonly Question[];
  readonly at: number;
  readonly question: Question | null;
  readonly sheet: Sheet | null;
  /** Which questions are answered, in their order. */
  readonly answered: readonly boolean[];
  /** Does what the doctor asks for, and saves what is said anew. */
  perform(what: Act, goOn?: boolean): void;
  go(to: number): void;
  /** Puts more questions behind the others; those there already are left out. Gives how many were new. */
  addQuestions(more: readonly Question[]): number;
}

const saidOf = ({ organ, usable, cleanliness, caecum, lesions }: Said): Said => ({
  organ,
  usable,
  cleanliness,
  caecum,
  lesions,
});

/** The questions on the doctor's desk and the sheet of each. What is said goes to the outbox at once. */
export function useAsk(round: Round, first: readonly Question[], doctor: string): Ask {
  const { outbox } = useDesk();
  const [questions, setQuestions] = useState(first);
  const open = (question: Question): Sheet => {
    const waiting = outbox.waitingFor(round.id, question.frame.n);
    const sheet = sheetOf(question);
    return waiting === null ? sheet : { ...sheet, said: saidOf(waiting) };
  };
  const [sheets, setSheets] = useState(() => first.map(open));
  const [at, setAt] = useState(() => {
    const unanswered = sheets.findIndex(({ said }) => !anythingSaid(said));
    return unanswered < 0 ? 0 : unanswered;
  });
  const go = useCallback(
    (to: number) => setAt(Math.min(questions.length - 1, Math.max(0, to))),
    [questions.length],
  );
  const perform = (what: Act, goOn = false) => {
    const sheet = sheets[at];
    const question = questions[at];
    if (!sheet || !question) return;
    const next = act(sheet, what);
    if (next !== sheet) setSheets(sheets.map((known, i) => (i === at ? next : known)));
    if (next.said !== sheet.said) void outbox.add(round.id, question.frame.n, { ...next.said, by: doctor });
    if (goOn) go(at + 1);
  };
  const addQuestions = (more: readonly Question[]): number => {
    const known = new Set(questions.map(({ frame }) => frame.n));
    const fresh = more.filter(({ frame }) => !known.has(frame.n));
    if (fresh.length > 0) {
      setQuestions([...questions, ...fresh]);
      setSheets([...sheets, ...fresh.map(open)]);
      setAt(questions.length);
    }
    return fresh.length;
  };
  const answered = useMemo(() => sheets.map(({ said }) => anythingSaid(said)), [sheets]);
  return {
    questions,
    at,
    question: questions[at] ?? null,
    sheet: sheets[at] ?? null,
    answered,
    perform,
    go,
    addQuestions,
  };
}
