import type { Exam } from '@haustra/domain';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { clockText } from './format.js';
import { CallWord } from './LesionStrip.js';

type Lesion = Exam['lesions'][number];

/** The lesions of a finished examination: when each was seen, what may be said of its nature and size. */
export function LesionTable({ lesions }: { lesions: readonly Lesion[] }) {
  const { t } = useTranslation();
  if (lesions.length === 0) return null;
  return (
    <section className="quality" aria-label={t('lesionTable.title')}>
      <h2>{t('lesionTable.title')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('lesionTable.number')}</th>
            <th scope="col">{t('lesionTable.seen')}</th>
            <th scope="col">{t('lesionTable.call')}</th>
            <th scope="col">{t('lesionTable.size')}</th>
          </tr>
        </thead>
        <tbody>
          {lesions.map((lesion) => (
            <tr key={lesion.id} data-lesion={lesion.id}>
              <th scope="row">{lesion.id}</th>
              <td>
                {clockText(lesion.firstMs)} – {clockText(lesion.lastMs)}
              </td>
              <td>
                <CallWord call={lesion.call} />
              </td>
              <td className={lesion.size ? '' : 'quiet'}>{sizeText(lesion, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">{t('lesionTable.note')}</p>
    </section>
  );
}

function sizeText({ size }: Lesion, t: TFunction): string {
  if (!size) return t('quality.unknown');
  const percent = Math.round(100 * size.sure);
  return t('lesionTable.sizeOf', {
    size: t(`size.${size.class}`),
    method: t(`sizeMethod.${size.method}`),
    percent,
  });
}
