import { CLEANLINESS, ORGANS } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../components/format.js';
import type { Question } from '../api/answers.js';
import { Choice } from './Choice.js';
import { LESION_TYPES, type Sheet, shownLesions } from './sheet.js';
import type { Ask } from './use-ask.js';

interface AskSaidProps {
  readonly ask: Ask;
  readonly sheet: Sheet;
  readonly question: Question;
  readonly drawing: boolean;
  /** The picture is not there: nothing can be said of it. */
  readonly off: boolean;
  readonly onDraw: () => void;
}

/** What is said of the picture so far, and the buttons that say it. What is not said stays unknown. */
export function AskSaid({ ask, sheet, question: { frame }, drawing, off, onDraw }: AskSaidProps) {
  const { t } = useTranslation();
  const { said, chosen } = sheet;
  const shown = shownLesions(sheet);
  const which = chosen ?? (shown.length === 1 ? 0 : null);
  const one = which === null ? undefined : shown[which];
  const summary =
    said.lesions === null
      ? t(shown.length === 0 ? 'learn.ask.unsaidNone' : 'learn.ask.unsaid', { count: shown.length })
      : said.lesions.length === 0
        ? t('learn.ask.saidNone')
        : t('learn.ask.saidSome', { count: said.lesions.length });
  const proposal = shown.length > 0 ? 'learn.ask.accept' : 'learn.ask.acceptNone';
  const accept = said.lesions === null ? proposal : 'learn.ask.next';
  return (
    <fieldset className="ask-said" disabled={off}>
      <p className="quiet one-line" title={frame.source}>
        {frame.source}
        {frame.atMs !== null && ` · ${clockText(frame.atMs)}`}
      </p>
      <p className={said.lesions === null ? 'ask-lesions' : 'ask-lesions own'} role="status">
        {summary}
      </p>
      <div className="ask-buttons">
        <button type="button" className="main" onClick={() => ask.perform({ type: 'accept' }, true)}>
          {t(accept)} <kbd>{t('key.enter')}</kbd>
        </button>
        <button type="button" onClick={() => ask.perform({ type: 'none' }, true)}>
          {t('learn.ask.none')} <kbd>N</kbd>
        </button>
        <button type="button" aria-pressed={drawing} onClick={onDraw}>
          {t('learn.ask.draw')} <kbd>D</kbd>
        </button>
        <button type="button" disabled={one === undefined} onClick={() => ask.perform({ type: 'remove' })}>
          {t('learn.ask.remove')} <kbd>Del</kbd>
        </button>
        <button
          type="button"
          disabled={sheet.past.length === 0}
          onClick={() => ask.perform({ type: 'undo' })}
        >
          {t('learn.ask.undo')} <kbd>Ctrl Z</kbd>
        </button>
      </div>
      <Choice
        title={which === null ? t('learn.ask.type') : t('learn.ask.typeOf', { number: which + 1 })}
        hint="1 2 3"
        values={LESION_TYPES}
        chosen={said.lesions === null ? null : (one?.type ?? null)}
        disabled={one === undefined}
        words={(type) => t(`learn.lesionType.${type}`)}
        onChoose={(to) => to !== null && ask.perform({ type: 'lesion-type', to })}
      />
      <Choice
        title={t('learn.ask.organ')}
        hint="O"
        values={ORGANS}
        chosen={said.organ}
        words={(organ) => t(`organ.${organ}`)}
        onChoose={(to) => ask.perform({ type: 'say', part: 'organ', to })}
      />
      <Choice
        title={t('learn.ask.usable')}
        hint="U"
        values={[true, false]}
        chosen={said.usable}
        words={(usable) => t(usable ? 'learn.ask.isUsable' : 'learn.ask.unusable')}
        onChoose={(to) => ask.perform({ type: 'say', part: 'usable', to })}
      />
      <Choice
        title={t('learn.ask.cleanliness')}
        hint="C"
        values={CLEANLINESS}
        chosen={said.cleanliness}
        words={(clean) => t(`learn.cleanliness.${clean}`)}
        onChoose={(to) => ask.perform({ type: 'say', part: 'cleanliness', to })}
      />
      <Choice
        title={t('learn.ask.caecum')}
        hint="K"
        values={[true, false]}
        chosen={said.caecum}
        words={(caecum) => t(caecum ? 'learn.yes' : 'learn.no')}
        onChoose={(to) => ask.perform({ type: 'say', part: 'caecum', to })}
      />
    </fieldset>
  );
}
