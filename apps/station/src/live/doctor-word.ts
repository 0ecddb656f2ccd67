import type { ClientMessage } from '@haustra/domain';
import type { LiveExam } from './live-exam.js';

/** What the doctor says to a running examination. */
type DoctorMessage = Exclude<ClientMessage, { type: 'start' | 'end' | 'ping' }>;

/** Does what the doctor says. @throws HaustraError as the methods of `LiveExam`. */
export function obeyDoctor(exam: LiveExam, message: DoctorMessage): void {
  switch (message.type) {
    case 'operating-point':
      exam.setOperatingPoint(message.to);
      return;
    case 'pause-clock':
      exam.pauseClock(message.paused);
      return;
    case 'judge-caecum':
      exam.judgeCaecum(message.word);
      return;
    case 'mute-prompts':
      exam.mutePrompts(message.muted);
      return;
    case 'ask-guidance':
      exam.askGuidance(message.wanted);
      return;
    case 'training-mode':
      exam.setTraining(message.on);
      return;
    case 'overrule-bbps':
      exam.overruleBbps(message.segment, message.score);
      return;
    case 'correct-place':
      exam.correctPlace(message.place);
      return;
    case 'place-photo':
      exam.placePhoto(message.file, message.place);
      return;
    case 'drop-photo':
      exam.dropPhoto(message.file);
      return;
  }
}
