import { photoStep } from '@haustra/clinical';
import type { Exam, JournalEntry, OperatingPoint } from '@haustra/domain';
import type { DisplayMode, FromWorker } from '../worker/protocol.js';
import {
  type ConsoleState,
  examTime,
  freshExam,
  type Notice,
  type SourceState,
  type Still,
} from './state.js';

export type Action =
  | { type: 'worker'; message: FromWorker; at: number }
  | { type: 'source'; source: SourceState }
  | { type: 'exam-asked'; resume: string | null }
  | { type: 'still'; lesionId: number; still: Still }
  | { type: 'operating-point'; to: OperatingPoint }
  | { type: 'mode'; mode: DisplayMode }
  | { type: 'sound'; on: boolean }
  | { type: 'volume'; volume: number }
  | { type: 'lumen'; on: boolean }
  | { type: 'training'; on: boolean }
  | { type: 'guidance'; wanted: boolean }
  | { type: 'frozen'; frozen: ConsoleState['frozen'] }
  | { type: 'photos'; stored: number; waiting: number }
  | { type: 'recording'; since: number | null }
  | { type: 'summary'; summary: Exam }
  | { type: 'notice'; notice: Notice }
  | { type: 'notice-gone'; id: number }
  | { type: 'home' };

/** The next state of the page. Pure; times come with the action. */
export function reduce(state: ConsoleState, action: Action): ConsoleState {
  switch (action.type) {
    case 'worker':
      return fromWorker(state, action.message, action.at);
    case 'source':
      return { ...state, source: action.source };
    case 'exam-asked':
      return {
        ...state,
        ...freshExam('starting'),
        exam: { ...freshExam('starting').exam, id: action.resume },
      };
    case 'still':
      return { ...state, stills: new Map(state.stills).set(action.lesionId, action.still) };
    case 'operating-point':
      return { ...state, operatingPoint: action.to };
    case 'mode':
      return { ...state, mode: action.mode };
    case 'sound':
      return { ...state, sound: action.on };
    case 'volume':
      return { ...state, volume: action.volume };
    case 'lumen':
      return { ...state, lumen: action.on };
    case 'training':
      return { ...state, training: action.on, guidance: null };
    case 'guidance':
      return { ...state, guidance: action.wanted };
    case 'frozen':
      return { ...state, frozen: action.frozen };
    case 'photos':
      return { ...state, photos: { stored: action.stored, waiting: action.waiting } };
    case 'recording':
      return { ...state, recordingSince: action.since };
    case 'summary':
      return action.summary.id === state.exam.id ? { ...state, summary: action.summary } : state;
    case 'notice':
      return { ...state, notices: [...state.notices, action.notice].slice(-3) };
    case 'notice-gone':
      return { ...state, notices: state.notices.filter((notice) => notice.id !== action.id) };
    case 'home':
      return { ...state, ...freshExam('none'), source: { kind: 'none' } };
  }
}

function fromWorker(state: ConsoleState, message: FromWorker, at: number): ConsoleState {
  switch (message.type) {
    case 'link':
      return { ...state, link: message.state, analysis: message.state === 'open' ? state.analysis : null };
    case 'hello':
      return { ...state, hello: message.hello };
    case 'resume-refused':
      return { ...state, ...freshExam('starting') };
    case 'lesions':
      return { ...state, lesions: message.lesions };
    case 'view':
      return { ...state, view: message.view };
    case 'counters':
      return { ...state, counters: message.counters };
    case 'station':
      return fromStation(state, message.message, at);
    default:
      return state;
  }
}

type StationMessage = Extract<FromWorker, { type: 'station' }>['message'];

function fromStation(state: ConsoleState, message: StationMessage, at: number): ConsoleState {
  switch (message.type) {
    case 'started': {
      const { exam } = state;
      const same = exam.id === message.examId && exam.zeroAt !== null;
      // A resumed examination started before this page did.
      const known = state.hello?.openExams.find((open) => open.id === message.examId)?.startedAt;
      const zeroAt = same ? exam.zeroAt : known ? Date.parse(known) : at;
      const hello = state.hello && {
        ...state.hello,
        openExams: state.hello.openExams.filter((open) => open.id !== message.examId),
      };
      return {
        ...state,
        hello,
        exam: { ...exam, status: 'running', id: message.examId, zeroAt, endedMs: null },
      };
    }
    case 'state': {
      const { state: level, reason, workerPid } = message;
      return { ...state, analysis: { state: level, reason, workerPid } };
    }
    case 'event':
      return fromJournal(state, message.entry);
    case 'ended':
      return {
        ...state,
        frozen: null,
        exam: {
          ...state.exam,
          id: message.examId,
          status: 'ended',
          endedMs: examTime(state.exam, at) ?? 0,
        },
      };
    default:
      return state;
  }
}

function fromJournal(state: ConsoleState, entry: JournalEntry): ConsoleState {
  const { exam } = state;
  const { event } = entry;
  switch (event.type) {
    case 'phase-changed':
      return { ...state, exam: { ...exam, phaseSinceMs: entry.atMs } };
    case 'clock-paused':
      return { ...state, exam: { ...exam, paused: true } };
    case 'clock-resumed':
      return { ...state, exam: { ...exam, paused: false } };
    case 'operating-point-changed':
      return { ...state, operatingPoint: event.to };
    case 'photo-taken':
    case 'photo-placed':
    case 'photo-dropped':
      return { ...state, photoBook: photoStep(state.photoBook, entry) };
    default:
      return state;
  }
}
