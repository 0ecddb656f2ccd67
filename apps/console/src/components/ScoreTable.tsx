import type { ScorePart, ScoreSheet } from '@haustra/domain';
import { useTranslation } from 'react-i18next';

/** The score sheet of an examination held in training mode, with what it is worth: not validated. */
export function ScoreTable({ sheet }: { sheet: ScoreSheet }) {
  const { t } = useTranslation();
  return (
    <section className="quality" aria-label={t('score.title')}>
      <h2>{t('score.title')}</h2>
      <table>
        <tbody>
          {sheet.parts.map((part) => (
            <tr key={part.id} data-part={part.id}>
              <th scope="row">{t(`score.${part.id}`)}</th>
              <Score part={part} />
              <td>
                <code>{part.rule}</code>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('score.total')}</th>
            <td className={sheet.total === null ? 'quiet' : ''}>
              {sheet.total === null ? t('score.noTotal') : t('score.of', { score: sheet.total })}
            </td>
            <td>
              <code>{sheet.rule}</code>
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="quiet">{t('score.note')}</p>
    </section>
  );
}

function Score({ part: { score, reason } }: { part: ScorePart }) {
  const { t } = useTranslation();
  if (score === null) return <td className="quiet">{reason === null ? '–' : t(`scoreReason.${reason}`)}</td>;
  return (
    <td>
      <meter min={0} max={100} value={score} /> {t('score.of', { score })}
    </td>
  );
}
