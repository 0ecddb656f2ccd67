/** English texts of the contact sheet. */
export const enSheet = {
  lang: 'en',
  title: (round: string) => `What ${round} kept`,
  lead: 'Frames that the next model may learn from, and why the others were left out.',
  counts: 'Counts',
  looked: 'looked at',
  kept: 'kept',
  byRecording: 'By recording',
  recording: 'recording',
  keptTitle: (shown: number, total: number) =>
    shown < total ? `Kept: ${shown} of ${total}` : `Kept: ${total}`,
  keptLead: 'The most doubtful come first. Frames of one moment are not repeated.',
  droppedTitle: (why: string, total: number) => `${why}: ${total}`,
  examples: 'Examples',
  none: 'No frame was kept.',
  facts: (at: string, lesion: string, doubt: string) => `${at}lesion ${lesion}, doubt ${doubt}`,
  doctor: 'corrected',
  why: {
    outside: 'outside the body',
    unusable: 'unusable',
    duplicate: 'near copy',
    frozen: 'models are judged on it',
    unreadable: 'unreadable',
    surplus: 'more than asked for',
  },
  whyLong: {
    outside: 'The picture is not from inside the body.',
    unusable: 'Blurred, too dark, flooded or against the wall: it teaches nothing.',
    duplicate: 'Nearly the same as a frame that was kept, here or in an earlier round.',
    frozen:
      'It is, or nearly is, a picture that models are judged on. Learning from it would make the judgement false.',
    unreadable: 'The file is damaged, or the model had no answer.',
    surplus: 'Usable, but others are more useful or more different, and no more were asked for.',
  },
  footer: 'Made on this machine; nothing left it.',
};
